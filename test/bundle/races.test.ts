import { readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { DIALECTS, openWorld, type World } from './world.ts';

const QUIET = { code: 0, errors: [], warnings: [] };

/** Sandbox seconds that pass only when the test says so. */
const HELD = 100;

describe.each(DIALECTS)('two owners that give one order back at once (%s)', (dialect) => {
  test('as posts of two jobs: both are quiet, and it is cancelled once', async () => {
    const world = await openWorld(dialect);
    const { outputs } = await world.job.step({ ...world.rent, 'auto-release': 'false' });
    const other = world.anotherJob();
    const handed = { mode: 'wait', 'order-id': outputs['order-id'] ?? '', timeout: '1s' };
    world.job.status = 'failure';
    await other.step({ ...world.api, ...handed });
    holdCancels(world, 2);

    const posts = [world.job.startPost(), other.startPost()];
    await cancelsSent(world, 2);
    world.sandbox.clock.advance(HELD * 1000);

    expect(await Promise.all(posts.map(({ done }) => done))).toMatchObject([QUIET, QUIET]);
    expectCancelledOnce(world);
  });

  test('as a release step and a post: both are quiet, and it is cancelled once', async () => {
    const world = await openWorld(dialect);
    await world.job.step(world.rent);
    holdCancels(world, 2);

    const release = world.start({ ...world.api, mode: 'release' });
    await cancelsSent(world, 1);
    await world.job.startPost().done;
    const post = world.job.startPost();
    await cancelsSent(world, 2);
    world.sandbox.clock.advance(HELD * 1000);

    expect(await Promise.all([release.done, post.done])).toMatchObject([QUIET, QUIET]);
    expectCancelledOnce(world);
  });
});

describe.each(DIALECTS)('steps that run side by side (%s)', (dialect) => {
  test('share the catalog cache and the journal folder, and know each other', async () => {
    const world = await openWorld(dialect);
    const cheap = { ...world.rent, 'catalog-ttl': '1h' };

    const steps = await Promise.all([1, 2, 3].map(() => world.job.step(cheap)));
    const looks = world.requests('products').length;
    const later = await world.job.step(cheap);
    const release = await world.job.step({ ...world.api, mode: 'release' });
    const posts = await world.job.finish();

    expect([...steps, later, release, ...posts].map(({ code }) => code)).toEqual(
      Array<number>(10).fill(0),
    );
    expect(world.requests('products')).toHaveLength(looks);
    expect(JSON.parse(release.outputs['orders'] ?? '')).toHaveLength(4);
    expect(world.sandbox.books()).toMatchObject({ rented: 4, open_orders: 0, balanced: true });
  });
});

describe.each(DIALECTS)(
  'a main whose process post cannot see, as in a container (%s)',
  (dialect) => {
    test('finds its tombstone, gives its own order back and fails', async () => {
      const world = await openWorld(dialect, { speed: 20 });
      holdReply(world);
      const main = world.start(world.rent);
      await purchaseSent(world);

      const post = world.startPost({}, undefined, withPid(NOBODY));
      await tombstoneOf(world);
      world.sandbox.clock.advance(HELD * 1000);

      expect(await main.done).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
      expect(await post.done).toMatchObject(QUIET);
      expectOneClosed(world);
    });
  },
);

describe('a main that lives and never answers', () => {
  test('is waited for, then post finds its purchase; main wakes up too late and fails', async () => {
    const world = await openWorld('openapi', { speed: 20 });
    const main = await freezeDuringPurchase(world);

    const post = await world.job.startPost().done;
    main.child.kill('SIGCONT');

    expect(post).toMatchObject(QUIET);
    expect(await main.done).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expectOneClosed(world);
  });

  test('is waited for inside "release-timeout" alone', async () => {
    const world = await openWorld('openapi', { speed: 20 });
    const main = await freezeDuringPurchase(world, { 'release-timeout': '10s' });

    const post = await world.job.startPost().done;
    main.child.kill('SIGKILL');
    await main.done;

    expect(post).toMatchObject({ code: 1, errors: [expect.stringContaining('had no answer')] });
    expect(world.requests('create')).toHaveLength(1);
  });
});

function holdCancels({ sandbox }: World, count: number): void {
  const fault = { kind: 'latency', seconds: HELD } as const;
  sandbox.addFault({ match: { operation: 'cancel' }, count, fault });
}

async function cancelsSent({ requests }: World, count: number): Promise<void> {
  await vi.waitFor(() => expect(requests('cancel')).toHaveLength(count), { timeout: 10_000 });
}

/** One of the two cancels is refused, and whoever sent it reads again instead of failing. */
function expectCancelledOnce({ orders, requests, sandbox }: World): void {
  expect(orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  expect(requests('cancel').map(({ status }) => status === 200)).toContain(false);
  expect(requests('cancel').filter(({ status }) => status === 200)).toHaveLength(1);
  expect(sandbox.books()).toMatchObject({ open_orders: 0, balanced: true });
}

function expectOneClosed({ sandbox, orders }: World): void {
  expect(orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  expect(sandbox.books()).toMatchObject({ rented: 1, open_orders: 0, balanced: true });
}

/** The purchase is made at once, and its answer comes late. */
function holdReply({ sandbox }: World): void {
  const fault = { kind: 'latency', seconds: HELD, stage: 'after' } as const;
  sandbox.addFault({ match: { operation: 'create' }, fault });
}

async function purchaseSent({ requests }: World): Promise<void> {
  await vi.waitFor(() => expect(requests('create')).toHaveLength(1), { timeout: 10_000 });
}

async function tombstoneOf({ job }: World): Promise<void> {
  await vi.waitFor(
    () => expect(readdirSync(job.temp, { recursive: true }).join()).toContain('.closed'),
    { timeout: 10_000 },
  );
}

/** Stopped by the system in the middle of its purchase; the answer waits for it. */
async function freezeDuringPurchase(
  world: World,
  inputs: Record<string, string> = {},
): Promise<ReturnType<World['start']>> {
  holdReply(world);
  const main = world.start({ ...world.rent, ...inputs });
  await purchaseSent(world);
  main.child.kill('SIGSTOP');
  world.sandbox.clock.advance(HELD * 1000);
  return main;
}

/** Above every process id that Linux gives. */
const NOBODY = 2 ** 22 + 1;

function withPid(pid: number): (name: string, value: string) => string {
  return (name, value) => (name === 'step' ? value.replace(/"pid":\d+/, `"pid":${pid}`) : value);
}
