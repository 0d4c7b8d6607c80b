import { describe, expect, test } from 'vitest';
import type { OtpAnswer } from '../../src/domain/otp-desk.ts';
import type { Order } from '../../src/domain/order.ts';
import { WatchDesk } from '../../src/modes/watch-desk.ts';
import { Watch } from '../../src/modes/watch.ts';
import { world, type World } from '../support/fake-ports.ts';
import { failure, type Answer } from '../support/fake-provider.ts';
import { closed, lease, order, sms, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

/** The answer to one who waits 10 s for order 7, which is read so. */
function answer(read: Answer<Order>[], after: number | null = null): Promise<OtpAnswer> {
  const it = world('openapi', { order: { 7: read } });
  const teller = { reading: () => undefined, shortened: () => undefined };
  const desk = new WatchDesk([lease('7')], new Watch(WAIT, it, teller), it);
  const { signal } = new AbortController();
  return desk.ask({ orderId: '7', timeoutMs: 10_000, after, signal });
}

test('a code comes with its number and revision', async () => {
  expect(await answer([order('7'), withCode('7', '042917')])).toEqual({
    kind: 'code',
    phoneNumber: '+628123456789',
    code: '042917',
    revision: 1,
  });
});

test('without an SMS in time it is a time-out', async () => {
  expect(await answer([order('7')])).toEqual({ kind: 'timed-out' });
});

describe('an order that gets no SMS any more is closed', () => {
  test.each([
    ['expired', order('7', closed('expired')), null],
    ['cancelled', order('7', closed('cancelled')), null],
    ['completed', order('7', { state: { status: 'completed', sms: sms('1234') } }), 1],
  ] as const)('%s', async (status, read, after) => {
    expect(await answer([read], after)).toEqual({ kind: 'closed', status });
  });
});

test('an SMS without a code is a failure with its words', async () => {
  expect(await answer([withCode('7', null)])).toMatchObject({
    kind: 'failed',
    failure: { kind: 'sms-without-code' },
  });
});

test('a provider that cannot be asked is a failure of its kind', async () => {
  expect(await answer([failure('provider-outage')])).toMatchObject({
    kind: 'failed',
    failure: { kind: 'provider-outage' },
  });
});

test('a defect is a failure too: nobody who asks is left without an answer', async () => {
  const defect = (): never => {
    throw new TypeError('a defect');
  };
  expect(await answer([defect])).toMatchObject({ kind: 'failed', failure: { kind: 'protocol' } });
});

test('an order that is not served here is not found', async () => {
  const it = world('openapi', {});
  const teller = { reading: () => undefined, shortened: () => undefined };
  const desk = new WatchDesk([lease('7')], new Watch(WAIT, it, teller), it);
  const { signal } = new AbortController();
  expect(await desk.ask({ orderId: '8', timeoutMs: 1_000, after: null, signal })).toMatchObject({
    kind: 'failed',
    failure: { kind: 'not-found' },
  });
});

test('who waits a short time has the answer although a read for another one hangs', async () => {
  const it: World = world('openapi', {
    order: {
      7: [
        async () => {
          await it.clock.sleep(90_000);
          return order('7');
        },
      ],
    },
  });
  const teller = { reading: () => undefined, shortened: () => undefined };
  const desk = new WatchDesk([lease('7')], new Watch(WAIT, it, teller), it);
  const { signal } = new AbortController();
  const asked = { orderId: '7', after: null, signal };
  const long = desk.ask({ ...asked, timeoutMs: 120_000 });

  const short = await desk.ask({ ...asked, timeoutMs: 5_000 });

  expect([short.kind, it.clock.elapsed()]).toEqual(['timed-out', 17_000]);
  expect((await long).kind).toBe('timed-out');
});
