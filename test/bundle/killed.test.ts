import { describe, expect, test, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const match = { operation: 'create' } as const;

/** A purchase is replayed no sooner than 30 s after it left, so time passes twenty times as fast. */
const FAST = { speed: 20 };

describe('main that is killed while its purchase is under way', () => {
  test.each(['made', 'not made'])('leaves nothing rented after post (openapi, %s)', async (how) => {
    const world = await openWorld('openapi', FAST);
    await killDuringPurchase(world, how === 'made');

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
  });

  test('is not replayed in post when "release-timeout" ends before it is safe', async () => {
    const world = await openWorld('openapi', FAST);
    await killDuringPurchase(world, true, { 'release-timeout': '10s' });

    const post = await world.job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toHaveLength(1);
    expect(post.stdout).toContain('title=Virtual number%3A leaked');
    expect(world.requests('create')).toHaveLength(1);
  });

  test('is "leaked" on a guide server if the balance fell', async () => {
    const world = await openWorld('guide', FAST);
    await killDuringPurchase(world, true);

    const post = await world.job.startPost().done;

    expect(post.code).toBe(1);
    expect(post.errors).toEqual([expect.stringMatching(/150000 to 145500 IDR/)]);
    expect(world.requests('create')).toHaveLength(1);
  });

  test('bought nothing on a guide server if the balance stands', async () => {
    const world = await openWorld('guide', FAST);
    await killDuringPurchase(world, false);

    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [] });
    expect(world.requests('create')).toHaveLength(1);
  });
});

async function killDuringPurchase(
  world: World,
  made: boolean,
  inputs: Record<string, string> = {},
): Promise<void> {
  const fault = { kind: 'latency', seconds: 600, stage: made ? 'after' : 'before' } as const;
  world.sandbox.addFault({ match, fault });
  const main = world.start({ ...world.rent, ...inputs });
  await vi.waitFor(() => expect(world.requests('create')).toHaveLength(1), { timeout: 10_000 });
  main.child.kill('SIGKILL');
  expect((await main.done).code).toBeNull();
  expect(world.orders()).toHaveLength(made ? 1 : 0);
}
