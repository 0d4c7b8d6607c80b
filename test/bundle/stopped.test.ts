import { readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { DIALECTS, openWorld, type Running, type StepResult, type World } from './world.ts';

type Signals = readonly ('SIGINT' | 'SIGTERM')[];

describe.each(DIALECTS)('a step that is stopped while it buys (%s)', (dialect) => {
  test.each<{ signals: Signals; count: string }>([
    { signals: ['SIGINT'], count: '1' },
    { signals: ['SIGINT', 'SIGINT'], count: '3' },
    { signals: ['SIGTERM'], count: '1' },
    { signals: ['SIGINT', 'SIGTERM'], count: '3' },
  ])('by $signals lets the purchase answer, records it and ends by itself', async (given) => {
    const world = await openWorld(dialect);
    holdReply(world, 0.5);
    const main = world.start({ ...world.rent, count: given.count });
    await purchaseSent(world);

    for (const signal of given.signals) main.child.kill(signal);
    const stopped = await main.done;

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(stopped.errors).toHaveLength(1);
    expect(world.orders()).toHaveLength(1);
    expect(JSON.stringify(stopped.state)).toContain(String(idOf(world)));

    expect(await world.job.startPost().done).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
  });

  test('is gone before the runner kills it, also if the purchase never answers', async () => {
    const speed = 5;
    const world = await openWorld(dialect, { speed });
    const fault = { kind: 'silence' } as const;
    world.sandbox.addFault({ match: { operation: 'create' }, fault });
    const main = world.start(world.rent);
    await purchaseSent(world);

    const stopped = await cancelAsTheRunner(main, speed);

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(stopped.errors).toHaveLength(1);
  });

  function idOf({ orders }: World): string | number {
    const [order] = orders();
    return (dialect === 'guide' ? order?.order_id : order?.id) ?? '';
  }
});

test('a wait step that is stopped is "interrupted", and the order is given back in post', async () => {
  const { job, rent, api, start, requests, orders } = await openWorld('openapi');
  await job.step(rent);
  const before = requests('order').length;

  const waiting = start({ ...api, mode: 'wait' });
  await vi.waitFor(() => expect(requests('order').length).toBeGreaterThan(before), {
    timeout: 10_000,
  });
  waiting.child.kill('SIGINT');
  const stopped = await waiting.done;
  await job.finish();

  expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
  expect(orders()[0]?.state).toBe('cancelled');
});

describe.each(DIALECTS)('a post that begins while main still lives (%s)', (dialect) => {
  test('makes main give its own order back and fail, and buy no more', async () => {
    const world = await openWorld(dialect);
    holdReply(world, HELD);
    const main = world.start({ ...world.rent, count: '3' });
    await purchaseSent(world);

    const post = await postBeforeReply(world);
    const stopped = await main.done;

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(post).toMatchObject({ code: 0, errors: [], warnings: [] });
    expect(world.orders()).toMatchObject([{ state: 'cancelled' }]);
    expect(world.sandbox.books()).toMatchObject({ rented: 1, open_orders: 0, balanced: true });
  });

  test('before the purchase keeps main from making it', async () => {
    const world = await openWorld(dialect);
    const slow = { kind: 'latency', seconds: HELD } as const;
    world.sandbox.addFault({ match: { operation: 'products' }, fault: slow });
    const main = world.start(world.rent);
    await vi.waitFor(() => expect(world.requests('products')).toHaveLength(1), { timeout: 10_000 });

    const post = await postBeforeReply(world);
    const stopped = await main.done;

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.requests('create')).toEqual([]);
  });
});

/** Sandbox seconds that pass only when the test says so. */
const HELD = 100;

/** Runs post while main waits for an answer, and lets that come once post has begun. */
async function postBeforeReply({ job, startPost, sandbox }: World): Promise<StepResult> {
  const post = startPost();
  await vi.waitFor(
    () => expect(readdirSync(job.temp, { recursive: true }).join()).toContain('.closed'),
    { timeout: 10_000 },
  );
  sandbox.clock.advance(HELD * 1000);
  return post.done;
}

/** The purchase is made at once, and its answer comes late. */
function holdReply({ sandbox }: World, seconds: number): void {
  const fault = { kind: 'latency', seconds, stage: 'after' } as const;
  sandbox.addFault({ match: { operation: 'create' }, fault });
}

async function purchaseSent({ requests }: World): Promise<void> {
  await vi.waitFor(() => expect(requests('create')).toHaveLength(1), { timeout: 10_000 });
}

/** SIGINT, 7.5 s later SIGTERM, 2.5 s later a kill, in the step's own time. */
async function cancelAsTheRunner(main: Running, speed: number): Promise<StepResult> {
  main.child.kill('SIGINT');
  const timers = [
    setTimeout(() => main.child.kill('SIGTERM'), 7_500 / speed),
    setTimeout(() => main.child.kill('SIGKILL'), 10_000 / speed),
  ];
  const stopped = await main.done;
  timers.forEach(clearTimeout);
  return stopped;
}
