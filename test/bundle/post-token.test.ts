import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UNSET } from '../support/runner.mjs';
import { DIALECTS, openWorld, TOKEN, type World } from './world.ts';

describe.each(DIALECTS)('in post the token (%s)', (dialect) => {
  test('is the one that rented, also when SMSCODE_TOKEN is another by then', async () => {
    const { job, rent, requests, orders } = await openWorld(dialect);
    await job.step(rent);
    job.env['SMSCODE_TOKEN'] = 'the-token-of-another-account';

    expect(await job.startPost({ token: '' }).done).toMatchObject({ code: 0, errors: [] });

    expect(orders()[0]?.state).toBe('cancelled');
    expect(requests().filter(({ status }) => status === 401)).toEqual([]);
  });

  test('came from SMSCODE_TOKEN alone, and that was changed or removed since', async () => {
    for (const since of ['the-token-of-another-account', UNSET]) {
      const { job, rent, requests, orders } = await openWorld(dialect);
      job.env['SMSCODE_TOKEN'] = TOKEN;
      await job.step({ ...rent, token: '' });
      job.env['SMSCODE_TOKEN'] = since;

      expect(await job.startPost({ token: '' }).done).toMatchObject({ code: 0, errors: [] });

      expect(orders()[0]?.state).toBe('cancelled');
      expect(requests().filter(({ status }) => status === 401)).toEqual([]);
    }
  });

  test('may be an input that became another one: that is never sent', async () => {
    const { job, rent, requests, orders } = await openWorld(dialect);
    await job.step(rent);

    expect(await job.startPost({ token: 'another' }).done).toMatchObject({ code: 0, errors: [] });

    expect(orders()[0]?.state).toBe('cancelled');
    expect(requests().filter(({ status }) => status === 401)).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['absent', UNSET],
  ])('is found where every input is %s, as in a nested composite action', async (_name, value) => {
    const { job, rent, orders } = await openWorld(dialect);
    await job.step(rent);

    const names = [...Object.keys(job.defaults), ...Object.keys(rent), 'job-status'];
    const post = await job.startPost(Object.fromEntries(names.map((name) => [name, value]))).done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()[0]?.state).toBe('cancelled');
  });

  test('that is nowhere any more leaves the order "leaked", with the command', async () => {
    const world = await openWorld(dialect);
    const { outputs } = await world.job.step(world.rent);
    removeSealed(world);

    const post = await world.job.startPost({ token: '' }).done;

    expect(post.code).toBe(1);
    expect(post.errors).toEqual([expect.stringMatching(/token.*curl/)]);
    expect(post.errors[0]).toContain(outputs['order-id']);
  });
});

describe.each(DIALECTS)('post needs only one of the two records (%s)', (dialect) => {
  test('the state, when RUNNER_TEMP was wiped', async () => {
    const { job, rent, orders } = await openWorld(dialect);
    await job.step(rent);
    rmSync(join(job.temp, 'virtual-number'), { recursive: true });

    expect(await job.startPost().done).toMatchObject({ code: 0, errors: [] });

    expect(orders()[0]?.state).toBe('cancelled');
  });

  test('the journal, when the orders are missing from the state', async () => {
    const { job, rent, orders } = await openWorld(dialect);
    await job.step(rent);

    const post = await job.startPost({}, (name) => name === 'step').done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()[0]?.state).toBe('cancelled');
  });
});

function removeSealed({ job }: World): void {
  const folder = join(job.temp, 'virtual-number');
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.sealed')) rmSync(join(folder, name));
  }
}
