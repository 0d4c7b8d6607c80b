import { describe, expect, test } from 'vitest';
import { costOf, releaseOrders } from '../../src/modes/give-back.ts';
import type { Order } from '../../src/domain/order.ts';
import { world, type World } from '../support/fake-ports.ts';
import { done, failure } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { closed, lease, order, sms, withCode } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };
const finishable = { finish: true, cancel: false, cancelAvailableAt: null };

test('an order without an SMS is read and cancelled: exactly two calls', async () => {
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [done] });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(it.calls()).toEqual(['order 7', 'cancel 7']);
  expect([released?.how, released?.lease.status]).toEqual(['cancelled', 'cancelled']);
});

test('an order with its SMS is read and finished: exactly two calls', async () => {
  const received = withCode('7', '042917', { permissions: finishable });
  const it = world('openapi', { order: { 7: [received] }, finish: [done] });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(it.calls()).toEqual(['order 7', 'finish 7']);
  expect([released?.how, released?.lease.status]).toEqual(['finished', 'completed']);
});

test('an SMS without a code is an SMS: the order is finished', async () => {
  const it = world('openapi', { order: { 7: [withCode('7', null)] }, finish: [done] });
  await releaseOrders([lease('7')], limits, it);
  expect(it.calls()).toEqual(['order 7', 'finish 7']);
});

test('in the guide dialect an order whose SMS came needs nothing', async () => {
  const it = world('guide', { order: { 7: [withCode('7', '042917')] } });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect([it.calls(), released?.how]).toEqual([['order 7'], 'paid']);
});

test.each([
  ['cancelled', order('7', closed('cancelled'))],
  ['expired', order('7', closed('expired'))],
  ['completed', order('7', { state: { status: 'completed', sms: null } })],
])('an order that is already %s is a success, and is left alone', async (_, read) => {
  const it = world('openapi', { order: { 7: [read] } });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect([it.calls(), released?.how]).toEqual([['order 7'], 'already-closed']);
  expect(released?.lease.status).toBe(read.state.status);
});

test('what was given back is journaled', async () => {
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [done] });
  await releaseOrders([lease('7')], limits, it);
  expect(it.journal.events).toEqual([
    { type: 'closed', orderId: '7', how: 'cancelled', at: START },
  ]);
});

test('a journal that cannot be written does not stop the giving back', async () => {
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [done] });
  it.journal.breaksAt = () => true;
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released?.how).toBe('cancelled');
});

describe('many orders', () => {
  const slow = (it: () => World, id: string) => async () => {
    await it().clock.sleep(2_000);
    return order(id);
  };

  test('are given back side by side, not one after the other', async () => {
    const it = world('guide', {
      order: { 7: [slow(() => it, '7')], 8: [slow(() => it, '8')], 9: [slow(() => it, '9')] },
      cancel: [done],
    });
    await releaseOrders([lease('7'), lease('8'), lease('9')], limits, it);
    expect(it.clock.elapsed()).toBe(2_000);
  });

  test('fail each by itself: one that fails does not keep the others', async () => {
    const it = world('guide', {
      order: { 7: [failure('provider-outage')], 8: [order('8')] },
      cancel: [done],
    });
    const released = await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(released.map(({ how }) => how)).toEqual([null, 'cancelled']);
  });

  test('are read by one request where the dialect can', async () => {
    const it = world('openapi', { openOrders: [[order('7'), order('8')]], cancel: [done] });
    await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(it.calls()).toEqual(['open-orders', 'cancel 7', 'cancel 8']);
  });

  test('that wait for the same window are read by one request again', async () => {
    const open = (): Order[] =>
      ['7', '8'].map((id) => order(id, it.clock.elapsed() < 20_000 ? windowOpens(20_000) : {}));
    const it = world('openapi', { openOrders: [open], cancel: [done] });
    await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(it.calls()).toEqual(['open-orders', 'open-orders', 'cancel 7', 'cancel 8']);
  });

  test('whose window looks too far off in the list are read by themselves before that is said', async () => {
    // The provider's clock is 5 minutes ahead, and the list does not say when they were created.
    const shut = windowOpens(320_000);
    const listed = ['7', '8'].map((id) => order(id, { ...shut, createdAt: null }));
    const whole = (id: string) => (): Order =>
      order(id, {
        createdAt: START + 300_000,
        ...(it.clock.elapsed() < 20_000 ? shut : {}),
      });
    const it = world('openapi', {
      openOrders: [listed],
      order: { 7: [whole('7')], 8: [whole('8')] },
      cancel: [done],
    });
    const released = await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(released.map(({ how }) => how)).toEqual(['cancelled', 'cancelled']);
    expect(it.clock.elapsed()).toBe(20_000);
  });

  test('that the list lacks are read by themselves: how they ended is there', async () => {
    const it = world('openapi', {
      openOrders: [[order('7')]],
      order: { 8: [order('8', closed('cancelled'))] },
      cancel: [done],
    });
    const released = await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(released.map(({ how }) => how)).toEqual(['cancelled', 'already-closed']);
  });

  test('are read by themselves where the list is unreadable', async () => {
    const it = world('openapi', {
      openOrders: [failure('protocol')],
      order: { 7: [order('7')], 8: [order('8')] },
      cancel: [done],
    });
    const released = await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(released.map(({ how }) => how)).toEqual(['cancelled', 'cancelled']);
  });

  test('are tried again together after an outage', async () => {
    const it = world('openapi', {
      openOrders: [failure('provider-outage'), [order('7'), order('8')]],
      cancel: [done],
    });
    await releaseOrders([lease('7'), lease('8')], limits, it);
    expect(it.calls()).toEqual(['open-orders', 'open-orders', 'cancel 7', 'cancel 8']);
  });
});

function windowOpens(ms: number): { permissions: Order['permissions'] } {
  return { permissions: { finish: false, cancel: false, cancelAvailableAt: START + ms } };
}

describe('cost', () => {
  const paid = (amount: number | null) => ({
    lease: lease('7', { price: 4_500 }),
    order: withCode('7', '042917', { amount }),
  });
  const free = { lease: lease('8'), order: order('8') };

  test('counts what got an SMS, and nothing that was refunded', () => {
    expect(costOf([paid(5_000), free, { lease: lease('9'), order: null }])).toBe(5_000);
  });

  test('falls back on the price at renting', () => {
    expect(costOf([paid(null)])).toBe(4_500);
  });

  test('is unknown where a price is unknown', () => {
    const unknown = { ...paid(null), lease: lease('7', { price: null }) };
    expect(costOf([unknown, paid(5_000)])).toBeNull();
  });

  test('counts a waiting order whose earlier SMS was paid', () => {
    const stale = order('7', { state: { status: 'waiting', stale: sms('042917') } });
    expect(costOf([{ lease: lease('7'), order: stale }])).toBe(4_500);
  });
});
