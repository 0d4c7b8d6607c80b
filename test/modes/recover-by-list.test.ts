import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import type { OrderPage } from '../../src/domain/provider.ts';
import { recoverByKey, type Recovered } from '../../src/modes/recover-intents.ts';
import { START } from '../support/fake-clock.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, failure, lost, type Answer } from '../support/fake-provider.ts';
import { closed, intent, order } from '../support/samples.ts';

/** When the purchase left: its key is older than 5 minutes. */
const SENT = START - 301_000;

const page = (orders: Order[], more: Partial<OrderPage> = {}): OrderPage => ({
  orders,
  unreadable: 0,
  next: null,
  ...more,
});
const made = (id: string, more: Partial<Order> = {}): Order =>
  order(id, { createdAt: SENT, ...more });

async function recover(
  pages: Answer<OrderPage>[],
  { known = [] as string[], deadline = START + 240_000 } = {},
): Promise<Recovered & { it: World }> {
  const it = world('openapi', { newestOrders: pages });
  const sent = intent('k', { at: SENT });
  return { ...(await recoverByKey([sent], new Set(known), { deadline }, it)), it };
}

const kinds = ({ failures }: Recovered): string[] => failures.map(({ kind }) => kind);

describe('a purchase whose key is too old is looked up in the list of orders', () => {
  test('and was not made where no open order can be it, which is told and journaled', async () => {
    const recovered = await recover([page([])]);
    expect([recovered.failures, recovered.released]).toEqual([[], []]);
    expect(recovered.it.calls()).toEqual(['newest-orders 0']);
    expect(recovered.it.journal.events).toEqual([{ type: 'refused', key: 'k', why: 'recovered' }]);
  });

  test.each([
    ['closed', made('8', closed('cancelled'))],
    ['of another product', made('8', { productId: '99' })],
    ['older', made('8', { createdAt: SENT - 600_001 })],
    ['newer', made('8', { createdAt: SENT + 930_001 })],
  ])('an order that is %s is not it', async (_, other) => {
    expect(kinds(await recover([page([other])]))).toEqual([]);
  });

  test('another order of this job is not it, though it looks the same', async () => {
    expect(kinds(await recover([page([made('8')])], { known: ['8'] }))).toEqual([]);
  });

  test('what may be it is named with its command, and never touched: it may be a sibling’s', async () => {
    const recovered = await recover([page([made('8'), made('9', { createdAt: null })])]);
    expect(kinds(recovered)).toEqual(['leaked']);
    expect(recovered.it.calls()).toEqual(['newest-orders 0']);
    expect(recovered.failures[0]?.message).toBe(
      'A purchase ({"product_id":42}, idempotency key k) of 2026-03-16T13:54:59.000Z had no answer, and it could not be found out whether it was made: Open orders of the same product and time are there. One of these may be it, or another job\'s, so none was touched. If no other job has it, cancel it:\norder 8 of 2026-03-16T13:54:59.000Z: curl cancel 8\norder 9: curl cancel 9',
    );
  });
});

describe('the list is read', () => {
  test('page by page until it is older than the purchase', async () => {
    const { it } = await recover([
      page([order('9')], { next: 100 }),
      page([order('8')], { next: 200 }),
      page([made('7', { createdAt: SENT - 600_001 })], { next: 300 }),
    ]);
    expect(it.calls()).toEqual(['newest-orders 0', 'newest-orders 100', 'newest-orders 200']);
  });

  test('over more pages than anybody rents in minutes no further: leaked', async () => {
    const recovered = await recover([page([order('9', { productId: '99' })], { next: 100 })]);
    expect(kinds(recovered)).toEqual(['leaked']);
    expect(recovered.it.calls()).toHaveLength(20);
  });

  test('with gaps proves nothing: leaked', async () => {
    expect(kinds(await recover([page([], { unreadable: 1 })]))).toEqual(['leaked']);
  });

  test('again after an outage', async () => {
    const recovered = await recover([failure('provider-outage'), failure('network'), page([])]);
    expect(kinds(recovered)).toEqual([]);
    expect(recovered.it.clock.slept.filter((ms) => ms > 0)).toEqual([29_000, 1_000, 2_000]);
  });

  test('until the deadline: leaked, with the reason', async () => {
    const recovered = await recover([failure('provider-outage', 'down')]);
    expect(kinds(recovered)).toEqual(['leaked']);
    expect(recovered.failures[0]?.message).toContain('down List them: curl list ,');
  });

  test('once where the token is refused, for nothing would change', async () => {
    const recovered = await recover([failure('unauthorized')]);
    expect([kinds(recovered), recovered.it.calls()]).toEqual([['leaked'], ['newest-orders 0']]);
  });

  test('with an order that moved to the next page meanwhile named once', async () => {
    const recovered = await recover([
      page([made('8')], { next: 1 }),
      page([made('8')], { next: 2 }),
      page([]),
    ]);
    expect(recovered.failures[0]?.message.match(/order 8/g)).toHaveLength(1);
  });
});

test('a key that the server refuses to talk about is looked up too, 30 s after the intent', async () => {
  const it = world('openapi', {
    purchase: [lost('key-refused', 'protocol'), bought(order('7'))],
    newestOrders: [page([])],
  });
  const sent = intent('k', { at: START - 40_000 });
  const { failures } = await recoverByKey([sent], new Set(), { deadline: START + 240_000 }, it);
  expect(failures).toEqual([]);
  expect(it.calls().map((call) => call.split(' ')[0])).toEqual(['purchase', 'newest-orders']);
});
