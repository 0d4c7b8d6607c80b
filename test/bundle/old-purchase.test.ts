import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { openWorld, TOKEN, type World } from './world.ts';

/** A purchase by openapi whose process is killed before its answer. */
async function killedPurchase(made: 'made' | 'not made'): Promise<World> {
  const world = await openWorld('openapi', { speed: 20 });
  const stage = made === 'made' ? 'after' : 'before';
  const fault = { kind: 'latency', seconds: 600, stage } as const;
  world.sandbox.addFault({ match: { operation: 'create' }, fault });
  const main = world.start(world.rent);
  await vi.waitFor(() => expect(world.requests('create')).toHaveLength(1), { timeout: 10_000 });
  main.child.kill('SIGKILL');
  await main.done;
  world.sandbox.clearFaults();
  return world;
}

/** Another job on the same token rents the same product in the same second, and keeps it. */
async function sibling(world: World): Promise<string> {
  const { code, outputs } = await world.anotherJob().step(world.rent);
  expect(code).toBe(0);
  return outputs['order-id'] ?? '';
}

const left = (world: World): string[] =>
  world
    .orders()
    .filter(({ state }) => state === 'waiting')
    .map(({ id }) => String(id));

test('a key older than 5 minutes is not used again: the order is found in the list and named', async () => {
  const world = await killedPurchase('made');
  await world.pass(301);

  const post = await world.job.startPost().done;

  const [orderId = ''] = left(world);
  expect(post.code).toBe(1);
  expect(post.errors).toEqual([expect.stringContaining(`order ${orderId} of `)]);
  expect(world.requests('create')).toHaveLength(1);
  expect(world.requests('cancel')).toEqual([]);
});

test('the command that is named with it gives it back', async () => {
  const world = await killedPurchase('made');
  await world.pass(301);
  const post = await world.job.startPost().done;

  const [command = ''] = /curl -X POST .*?'http[^']*'/.exec(post.errors[0] ?? '') ?? [];
  await promisify(execFile)('bash', ['-c', command], {
    env: { PATH: process.env['PATH'], SMSCODE_TOKEN: TOKEN },
  });

  expect(world.sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
});

test('a list without such an order says that nothing was bought', async () => {
  const world = await killedPurchase('not made');
  await world.pass(301);

  expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });

  expect(world.requests('create')).toHaveLength(1);
  expect(world.requests('list')).not.toEqual([]);
});

test('an order that has expired since owes nothing', async () => {
  const world = await killedPurchase('made');
  await world.pass(1_500);

  expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });
});

test('a sibling’s order of the same product and second is named as possible, and never touched', async () => {
  const world = await killedPurchase('not made');
  const theirs = await sibling(world);
  await world.pass(301);

  const post = await world.job.startPost().done;

  expect(post.code).toBe(1);
  expect(post.errors).toEqual([expect.stringContaining(`order ${theirs} of `)]);
  expect(post.errors[0]).toContain("or another job's");
  expect(left(world)).toEqual([theirs]);
});

test.each(['made', 'not made'] as const)(
  'a sibling’s order is left alone, too, where the key still tells (%s)',
  async (made) => {
    const world = await killedPurchase(made);
    const theirs = await sibling(world);

    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });

    expect(left(world)).toEqual([theirs]);
  },
);
