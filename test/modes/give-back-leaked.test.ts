import { describe, expect, test } from 'vitest';
import { releaseOrders } from '../../src/modes/give-back.ts';
import { world } from '../support/fake-ports.ts';
import { done, failure, refused } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { EXPIRY, lease, order, withCode } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };

function windowOpens(ms: number): { permissions: ReturnType<typeof order>['permissions'] } {
  return { permissions: { finish: false, cancel: false, cancelAvailableAt: START + ms } };
}

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

test('the state of what could not be given back is that of its last reading', async () => {
  const it = world('openapi', {
    order: { 7: [withCode('7', '042917')] },
    finish: [refused('protocol')],
  });
  const [released] = await releaseOrders([lease('7')], { deadline: START }, it);
  expect(released?.lease.status).toBe('otp-received');
});

test('a stop signal ends the waiting, and what is not given back is leaked', async () => {
  const it = world('openapi', { order: { 7: [order('7', windowOpens(120_000))] } });
  it.clock.at(5_000, it.stopNow);
  const [released] = await releaseOrders([lease('7')], limits, it);
  expect(released).toMatchObject({
    how: null,
    failure: { kind: 'leaked', message: expect.stringContaining('step was stopped') as string },
  });
  expect(it.clock.elapsed()).toBe(5_000);
});

test('a defect while one order is given back is the leak of that one, and of no other', async () => {
  const it = world('openapi', {
    openOrders: [[order('7'), order('8')]],
    cancel: [
      () => {
        throw new TypeError('x is not a function');
      },
      done,
    ],
  });
  const [broken, other] = await releaseOrders([lease('7'), lease('8')], limits, it);
  expect(other).toMatchObject({ how: 'cancelled' });
  expect(broken).toMatchObject({
    how: null,
    failure: {
      kind: 'leaked',
      message: expect.stringMatching(
        /Order 7 .*x is not a function.*curl cancel 7 .*refunds/,
      ) as string,
    },
  });
});
