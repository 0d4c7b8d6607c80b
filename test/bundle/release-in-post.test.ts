import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

const QUIET = { code: 0, errors: [], warnings: [], notices: [] };

describe.each(DIALECTS)('post (%s)', (dialect) => {
  test('cancels an order without an SMS, which is refunded', async () => {
    const { job, rent, orders, sandbox } = await openWorld(dialect);
    await job.step(rent);

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(orders()).toMatchObject([{ state: 'cancelled', charged: 4500, refunded: 4500 }]);
    expect(sandbox.books()).toMatchObject({ spent: 0, balanced: true });
  });

  test('finishes an order with an SMS where that exists, and leaves a paid one alone', async () => {
    const { job, rent, send, orders, requests } = await openWorld(dialect);
    send(await job.step(rent), 'Your code is 042917');

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(orders()[0]?.state).toBe(dialect === 'guide' ? 'otp-received' : 'completed');
    expect(requests('cancel')).toEqual([]);
  });

  test('gives back also what came after a failed step', async () => {
    const { job, rent, api, orders } = await openWorld(dialect, { speed: 10 });
    await job.step(rent);
    const waited = await job.step({ ...api, mode: 'wait', timeout: '1s' });

    const posts = await job.finish();

    expect(waited.code).toBe(1);
    expect(posts).toMatchObject([QUIET, QUIET]);
    expect(orders()[0]?.state).toBe('cancelled');
  });

  test('gives many orders back side by side, with at most ten requests in flight', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    await world.job.step({ ...world.rent, count: '25' });
    const slow = { kind: 'latency', seconds: 1 } as const;
    world.sandbox.addFault({ match: { operation: 'cancel' }, count: 'unlimited', fault: slow });

    expect(await world.job.startPost().done).toMatchObject(QUIET);

    expect(world.sandbox.books()).toMatchObject({ rented: 25, open_orders: 0, balanced: true });
    expect(Math.max(...world.requests().map((made) => made.in_flight))).toBe(10);
  });

  test('knows that a server may not know yet what it has just sold', async () => {
    const { job, rent, sandbox, orders } = await openWorld(dialect, { speed: 10 });
    await job.step(rent);
    const unknown = { kind: 'error', status: 404, code: 'ORDER_NOT_FOUND' } as const;
    sandbox.addFault({ match: { operation: 'order' }, count: 3, fault: unknown });

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(orders()[0]?.state).toBe('cancelled');
  });

  test('says nothing of a step that rented nothing, and asks nobody', async () => {
    const { job, rent, requests } = await openWorld(dialect, { openingBalance: 0 });
    await job.step(rent);
    const before = requests().length;

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(requests()).toHaveLength(before);
  });
});

describe.each(DIALECTS)('an order that is closed already (%s)', (dialect) => {
  test('by a release step needs neither a word nor a request', async () => {
    const { job, rent, api, requests } = await openWorld(dialect);
    await job.step(rent);
    await job.step({ ...api, mode: 'release' });
    const before = requests().length;

    expect(await job.finish()).toMatchObject([QUIET, QUIET]);

    expect(requests()).toHaveLength(before);
  });

  test.each(['cancel', 'expire'])('by the provider (%s) is success without noise', async (how) => {
    const { job, rent, control, orders } = await openWorld(dialect);
    const { outputs } = await job.step(rent);
    await control(`/orders/${outputs['order-id'] ?? ''}`, { change: how });

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(orders()[0]?.refunded).toBe(4500);
  });

  test.each(['cancel', 'expire', 'sms'] as const)(
    'or changed (%s) between reading and cancelling it is read again',
    async (change) => {
      const { job, rent, sandbox } = await openWorld(dialect);
      await job.step(rent);
      sandbox.addFault({ match: { operation: 'cancel' }, fault: { kind: 'order_change', change } });

      expect(await job.startPost().done).toMatchObject(QUIET);

      expect(sandbox.books()).toMatchObject({ open_orders: 0, balanced: true });
    },
  );

  test('by a cancel whose reply was lost is read again, not believed open', async () => {
    const { job, rent, sandbox, orders } = await openWorld(dialect);
    await job.step(rent);
    sandbox.addFault({
      match: { operation: 'cancel' },
      fault: { kind: 'lost_reply', how: 'cut' },
    });

    expect(await job.startPost().done).toMatchObject(QUIET);

    expect(orders()[0]?.state).toBe('cancelled');
  });
});

test('post waits for the cancel window to open', async () => {
  const { job, rent, orders } = await openWorld('openapi', { speed: 20, cancelAfterSeconds: 20 });
  await job.step(rent);

  expect(await job.startPost().done).toMatchObject(QUIET);

  expect(orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
});
