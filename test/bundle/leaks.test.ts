import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { DIALECTS, openWorld, TOKEN, type World } from './world.ts';

const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d/;

describe.each(DIALECTS)('an order that cannot be given back (%s)', (dialect) => {
  test('is "leaked": red, with the order, a way out by hand and the time of its refund', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    const { outputs } = await world.job.step({ ...world.rent, 'release-timeout': '6s' });
    refuseToCancel(world);

    const post = await world.job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.warnings).toEqual([]);
    expect(post.errors).toHaveLength(1);
    const [error = ''] = post.errors;
    expect(error).toContain(outputs['order-id']);
    expect(error).toMatch(/curl .*\$SMSCODE_TOKEN/);
    expect(error).toMatch(new RegExp(`refunds itself at ${ISO.source}`));
    expect(post.stdout).toContain('::error title=Virtual number%3A leaked::');
    expect(post.summary).toContain('leaked');
  });

  test('is given back by the command that the annotation shows', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    await world.job.step({ ...world.rent, 'release-timeout': '6s' });
    refuseToCancel(world);
    const post = await world.job.startPost().done;
    world.sandbox.clearFaults();

    const [command = ''] = /curl .*?'http[^']*'/.exec(post.errors[0] ?? '') ?? [];
    await promisify(execFile)('bash', ['-c', command], {
      env: { PATH: process.env['PATH'], SMSCODE_TOKEN: TOKEN },
    });

    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });

  test('does not keep the others from being given back', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    await world.job.step({ ...world.rent, count: '3' });
    const forbidden = { kind: 'error', status: 403, code: 'FORBIDDEN' } as const;
    world.sandbox.addFault({ match: { operation: 'cancel' }, fault: forbidden });

    const post = await world.job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toHaveLength(1);
    expect(world.orders().filter(({ state }) => state === 'cancelled')).toHaveLength(2);
    const left = world.orders().find(({ state }) => state === 'waiting');
    expect(post.errors[0]).toContain(dialect === 'guide' ? left?.order_id : String(left?.id));
  });

  test('because the provider is down is "leaked" as well', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { speed: 10 });
    const { outputs } = await job.step({ ...rent, 'release-timeout': '10s' });
    sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 502 } });

    const post = await job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toEqual([expect.stringContaining(outputs['order-id'] ?? '')]);
    expect(post.stdout).toContain('title=Virtual number%3A leaked');
  });
});

test('a cancel window beyond "release-timeout" is said with its time', async () => {
  const { job, rent, orders } = await openWorld('openapi', { cancelAfterSeconds: 120 });
  await job.step({ ...rent, 'release-timeout': '1s' });

  const post = await job.startPost().done;

  expect(post.code).toBe(1);
  expect(post.errors).toEqual([expect.stringMatching(new RegExp(`from ${ISO.source}.*curl`))]);
  expect(orders()[0]?.state).toBe('waiting');
});

test('an order with its SMS that cannot be finished is said to be paid either way', async () => {
  const { job, rent, send, sandbox } = await openWorld('openapi', { speed: 10 });
  send(await job.step({ ...rent, 'release-timeout': '5s' }), 'Your code is 042917');
  const fault = { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } as const;
  sandbox.addFault({ match: { operation: 'finish' }, count: 'unlimited', fault });

  const post = await job.startPost().done;

  expect(post.code).toBe(1);
  expect(post.errors).toEqual([expect.stringMatching(/finish.*paid either way/)]);
});

test('a release step that fails is red in main, and post tries once more', async () => {
  const world = await openWorld('openapi', { speed: 10 });
  await world.job.step(world.rent);
  refuseToCancel(world);

  const step = await world.job.step({ ...world.api, mode: 'release', 'release-timeout': '5s' });
  world.sandbox.clearFaults();
  const posts = await world.job.finish();

  expect(step).toMatchObject({ code: 1, outputs: { failure: 'leaked', result: 'failure' } });
  expect(step.errors).toHaveLength(1);
  expect(posts.map(({ code }) => code)).toEqual([0, 0]);
  expect(world.orders()[0]?.state).toBe('cancelled');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a post that is stopped (%s) while it waits says what stays rented',
  async (signal) => {
    const world = await openWorld('openapi', { cancelAfterSeconds: 120 });
    const { outputs } = await world.job.step(world.rent);
    const before = world.requests().length;

    const post = world.startPost();
    await vi.waitFor(() => expect(world.requests().length).toBeGreaterThan(before));
    post.child.kill(signal);
    const { code, errors } = await post.done;

    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringContaining(outputs['order-id'] ?? '')]);
  },
);

function refuseToCancel({ sandbox }: World): void {
  const fault = { kind: 'error', status: 422, code: 'PROVIDER_ERROR' } as const;
  sandbox.addFault({ match: { operation: 'cancel' }, count: 'unlimited', fault });
}
