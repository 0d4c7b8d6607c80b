import { describe, expect, test } from 'vitest';
import { releaseOrders } from '../../src/modes/give-back.ts';
import type { ClosingReply } from '../../src/domain/provider.ts';
import { world } from '../support/fake-ports.ts';
import { done, failure, refused } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { closed, lease, order, withCode } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };

function windowOpens(ms: number): { permissions: ReturnType<typeof order>['permissions'] } {
  return { permissions: { finish: false, cancel: false, cancelAvailableAt: START + ms } };
}

describe('a cancel window that is still shut', () => {
  test('after CANCEL_TOO_EARLY the order is read, and cancelled when its window opens', async () => {
    const cancelAt: number[] = [];
    const it = world('openapi', {
      order: {
        7: [order('7'), () => order('7', it.clock.elapsed() < 20_000 ? windowOpens(20_000) : {})],
      },
      cancel: [
        refused('protocol'),
        () => {
          cancelAt.push(it.clock.elapsed());
          return done;
        },
      ],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, cancelAt]).toEqual(['cancelled', [20_000]]);
  });

  test('of two minutes is waited for without a request to cancel before it', async () => {
    const it = world('openapi', {
      order: {
        7: [() => order('7', it.clock.elapsed() < 120_000 ? windowOpens(120_000) : {})],
      },
      cancel: [done],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, it.clock.elapsed()]).toEqual(['cancelled', 120_000]);
    expect(it.calls().filter((call) => call === 'cancel 7')).toHaveLength(1);
  });

  test('that looks far off by a slow clock of ours is waited for: it opens so long after the purchase', async () => {
    // The provider's clock is 5 minutes ahead; the window opens 20 s after the purchase.
    const ahead = (ms: number): number => START + 300_000 + ms;
    const shut = { finish: false, cancel: false, cancelAvailableAt: ahead(20_000) };
    const it = world('openapi', {
      order: {
        7: [
          () =>
            order('7', {
              createdAt: ahead(0),
              ...(it.clock.elapsed() < 20_000 ? { permissions: shut } : {}),
            }),
        ],
      },
      cancel: [done],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, it.clock.elapsed()]).toEqual(['cancelled', 20_000]);
  });

  test('beyond the deadline is leaked at once, with the moment from which it works', async () => {
    const it = world('openapi', { order: { 7: [order('7', windowOpens(240_001))] } });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
    expect([it.calls(), it.clock.elapsed()]).toEqual([['order 7'], 0]);
  });

  test('names the moment from which it can be cancelled by hand', async () => {
    const it = world('openapi', { order: { 7: [order('7', windowOpens(300_000))] } });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({
      failure: { message: expect.stringContaining('2026-03-16T14:05:00.000Z') as string },
    });
  });
});

test('after CONFLICT because an SMS came in between, the order is finished', async () => {
  const it = world('openapi', {
    order: { 7: [order('7'), withCode('7', '042917')] },
    cancel: [refused('protocol')],
    finish: [done],
  });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(it.calls()).toEqual(['order 7', 'cancel 7', 'order 7', 'finish 7']);
  expect(released?.how).toBe('finished');
});

test('after a lost reply to cancel the order is read again, not believed', async () => {
  const it = world('openapi', {
    order: { 7: [order('7'), order('7', closed('cancelled'))] },
    cancel: [refused('network')],
  });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(it.calls()).toEqual(['order 7', 'cancel 7', 'order 7']);
  expect(released?.how).toBe('already-closed');
});

describe('a success that does not say that the order is closed', () => {
  const said: ClosingReply = { outcome: 'done', refund: null, confirmed: false };

  test('is confirmed by reading the order once', async () => {
    const it = world('guide', {
      order: { 7: [order('7'), order('7', closed('cancelled'))] },
      cancel: [said],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, it.calls()]).toEqual(['cancelled', ['order 7', 'cancel 7', 'order 7']]);
  });

  test('of an order that stays open is leaked in the end, and says so', async () => {
    const it = world('guide', { order: { 7: [order('7')] }, cancel: [said] });
    const [released] = await releaseOrders([lease('7')], { deadline: START + 5_000 }, it);
    expect(released).toMatchObject({
      failure: { kind: 'leaked', message: expect.stringContaining('still open') as string },
    });
  });
});

describe('an order that the provider does not know', () => {
  const unknown = failure('not-found');

  test.each([
    ['another job rented it', null],
    ['this job rented it a minute ago', START - 60_000],
  ])('though %s is asked for three times more', async (_, rentedAt) => {
    const it = world('openapi', { order: { 7: [unknown] } });
    const [released] = await releaseOrders([lease('7', { rentedAt })], limits, it);
    expect(released).toMatchObject({ how: null, failure: { kind: 'not-found' } });
    expect(it.clock.slept).toEqual([1_000, 2_000, 4_000]);
  });

  test('though it was bought just now is asked for again, for not every machine knows it yet', async () => {
    const it = world('openapi', { order: { 7: [unknown, unknown, order('7')] }, cancel: [done] });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, it.clock.slept]).toEqual(['cancelled', [1_000, 2_000]]);
  });

  test('within its first minute stays unknown', async () => {
    const it = world('openapi', { order: { 7: [unknown] } });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({ how: null, failure: { kind: 'not-found' } });
    expect(it.clock.elapsed()).toBe(61_000);
  });

  test('when it is cancelled is read again before anything is said', async () => {
    const it = world('openapi', {
      order: { 7: [order('7'), order('7', closed('cancelled'))] },
      cancel: [refused('not-found')],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(it.calls()).toEqual(['order 7', 'cancel 7', 'order 7']);
    expect(released?.how).toBe('already-closed');
  });
});

test('after PROVIDER_ERROR it is tried again after a pause, for the order stays open', async () => {
  const supplier = refused('provider-outage', null, 'supplier');
  const it = world('openapi', { order: { 7: [order('7')] }, cancel: [supplier, supplier, done] });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect([released?.how, it.clock.slept]).toEqual(['cancelled', [1_000, 2_000]]);
});

describe('the daily cap of cancellations', () => {
  test('that ends in time is waited for', async () => {
    const it = world('openapi', {
      order: { 7: [order('7')] },
      cancel: [refused('rate-limited', START + 100_000), done],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect([released?.how, it.clock.elapsed()]).toEqual(['cancelled', 100_000]);
  });

  test('that does not is leaked at once, and said to be possibly that', async () => {
    const it = world('openapi', {
      order: { 7: [order('7')] },
      cancel: [refused('rate-limited', START + 14_400_000)],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({
      failure: { kind: 'leaked', message: expect.stringContaining('daily cap') as string },
    });
    expect(it.clock.elapsed()).toBe(0);
  });
});
