import { describe, expect, test } from 'vitest';
import { releaseOrders } from '../../src/modes/give-back.ts';
import { done, failure, refused, world } from '../support/fake-ports.ts';
import { START } from '../support/fake-clock.ts';
import { closed, EXPIRY, lease, order, withCode } from '../support/samples.ts';

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

test('an order that the provider does not know is not-found', async () => {
  const it = world('openapi', { order: { 7: [failure('not-found')] } });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released).toMatchObject({ how: null, failure: { kind: 'not-found' } });
});

describe('a provider that goes on refusing', () => {
  const stubborn = (deadline: number) => {
    const it = world('openapi', { order: { 7: [order('7')] }, cancel: [refused('protocol')] });
    return releaseOrders([lease('7')], { deadline }, it).then(([released]) => ({ it, released }));
  };

  test('is asked again at once and then with a growing pause', async () => {
    const { it } = await stubborn(START + 20_000);
    expect(it.clock.slept).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test('is asked until the deadline and not beyond', async () => {
    const { it } = await stubborn(START + 240_000);
    expect(it.clock.elapsed()).toBeGreaterThan(200_000);
    expect(it.clock.elapsed()).toBeLessThanOrEqual(240_000);
  });

  test('leaves a leak that says order, reason, command, and when it refunds itself', async () => {
    const { released } = await stubborn(START + 5_000);
    expect(released).toMatchObject({
      how: null,
      failure: {
        kind: 'leaked',
        context: { orderId: '7' },
        message: `Order 7 may still be rented: protocol. Give it back by hand: curl cancel 7 . If no SMS comes it refunds itself at ${new Date(EXPIRY).toISOString()}.`,
      },
    });
  });

  test('of an order with its SMS names the command to finish, and no refund', async () => {
    const it = world('openapi', {
      order: { 7: [withCode('7', '042917')] },
      finish: [refused('protocol')],
    });
    const [released] = await releaseOrders([lease('7')], { deadline: START + 5_000 }, it);
    expect(released).toMatchObject({
      failure: { message: expect.stringMatching(/curl finish 7 .*paid either way/) as string },
    });
  });

  test('that names a moment is asked again then, not before', async () => {
    const it = world('openapi', {
      order: { 7: [order('7')] },
      cancel: [refused('rate-limited', START + 60_000), done],
    });
    await releaseOrders([lease('7')], limits, it);
    expect(it.clock.slept).toEqual([60_000]);
  });

  test('until beyond the deadline is leaked at once', async () => {
    const it = world('openapi', {
      order: { 7: [order('7')] },
      cancel: [refused('rate-limited', START + 14_400_000)],
    });
    const [released] = await releaseOrders([lease('7')], limits, it);
    expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
    expect(it.clock.elapsed()).toBe(0);
  });
});

test('an order that cannot even be read is leaked, with its refund as it was known', async () => {
  const it = world('openapi', { order: { 7: [failure('provider-outage')] } });
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released).toMatchObject({
    how: null,
    order: null,
    failure: { kind: 'leaked', message: expect.stringContaining('14:20:00') as string },
  });
});

test('a stop signal ends the waiting, and what is not given back is leaked', async () => {
  const it = world('openapi', { order: { 7: [order('7', windowOpens(120_000))] } });
  it.clock.at(5_000, it.stopNow);
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released).toMatchObject({ how: null, failure: { kind: 'leaked' } });
  expect(it.clock.elapsed()).toBe(5_000);
});
