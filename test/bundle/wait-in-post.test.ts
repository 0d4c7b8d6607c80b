import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('"wait-in-post" (%s)', (dialect) => {
  test('waits for the SMS after the last step, then gives back', async () => {
    const { job, rent, send, orders } = await openWorld(dialect);
    send(await job.step({ ...rent, 'wait-in-post': 'true' }), 'Your code is 042917');

    const post = await job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()[0]?.state).toBe(dialect === 'guide' ? 'otp-received' : 'completed');
  });

  test('fails the job if none came, and gives back all the same', async () => {
    const { job, rent, orders } = await openWorld(dialect, { speed: 10 });
    await job.step({ ...rent, 'wait-in-post': 'true', timeout: '4s' });

    const post = await job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toEqual([expect.stringContaining('No SMS came')]);
    expect(orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });

  test('does not wait in a job that failed', async () => {
    const { job, rent, orders, requests } = await openWorld(dialect);
    await job.step({ ...rent, 'wait-in-post': 'true' });
    job.status = 'failure';
    const before = requests('order').length;

    const post = await job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(requests('order')).toHaveLength(before + 1);
    expect(orders()[0]?.state).toBe('cancelled');
  });

  test('does not show the code', async () => {
    const { job, rent, send } = await openWorld(dialect);
    send(await job.step({ ...rent, 'wait-in-post': 'true' }), 'Your code is 042917');

    const { stdout, summary } = await job.startPost().done;

    expect(stdout.replace(/^::add-mask::.*$/gm, '')).not.toContain('042917');
    expect(summary).not.toContain('042917');
  });
});

test('the release keeps its own time, however long "wait-in-post" waited', async () => {
  const { job, rent, orders } = await openWorld('openapi', { speed: 20, cancelAfterSeconds: 20 });
  await job.step({
    ...rent,
    'wait-in-post': 'true',
    timeout: '15s',
    'release-timeout': '10s',
  });

  const post = await job.startPost().done;

  expect(post.errors).toEqual([expect.stringContaining('No SMS came')]);
  expect(orders()[0]?.state).toBe('cancelled');
});
