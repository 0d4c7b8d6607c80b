import { describe, expect, test } from 'vitest';
import { waitForCodes } from '../../src/modes/wait.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { closed, lease, order, sms, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

test('the code ends the wait, and is a text with its leading zeros', async () => {
  const it = world('guide', { order: { 7: [withCode('7', '042917')] } });
  const [waited] = await waitForCodes([lease('7')], WAIT, it);
  expect(waited).toMatchObject({ code: '042917', sms: sms('042917'), failure: null });
  expect(waited?.lease.status).toBe('otp-received');
});

test('between reads it sleeps for the interval: twice 5 s for a code at the third read', async () => {
  const it = world('guide', { order: { 7: [order('7'), order('7'), withCode('7', '123456')] } });
  const [waited] = await waitForCodes([lease('7')], { ...WAIT, timeoutMs: 60_000 }, it);
  expect(waited?.code).toBe('123456');
  expect(it.clock.slept).toEqual([5_000, 5_000]);
});

test('a network that fails for good ends the wait with its failure', async () => {
  const it = world('guide', { order: { 7: [order('7'), failure('network')] } });
  const [waited] = await waitForCodes([lease('7')], WAIT, it);
  expect([waited?.failure?.kind, waited?.order]).toEqual(['network', null]);
});

describe('an order that the provider does not know', () => {
  const unknown = failure('not-found');

  test('though it was bought just now is asked for again at the next read', async () => {
    const it = world('openapi', { order: { 7: [unknown, withCode('7', '042917')] } });
    const [waited] = await waitForCodes([lease('7')], WAIT, it);
    expect([waited?.code, it.clock.slept]).toEqual(['042917', [5_000]]);
  });

  test('after its first minute ends the wait', async () => {
    const it = world('openapi', { order: { 7: [unknown] } });
    const [waited] = await waitForCodes([lease('7')], WAIT, it);
    expect([waited?.failure?.kind, it.clock.elapsed()]).toEqual(['not-found', 60_000]);
  });

  test('ends the wait at its deadline, if that comes first', async () => {
    const it = world('openapi', { order: { 7: [unknown] } });
    const [waited] = await waitForCodes([lease('7')], { ...WAIT, timeoutMs: 7_000 }, it);
    expect([waited?.failure?.kind, it.clock.elapsed()]).toEqual(['not-found', 7_000]);
  });

  test('ends the wait at once where another job rented it', async () => {
    const it = world('openapi', { order: { 7: [unknown] } });
    await waitForCodes([lease('7', { rentedAt: null })], WAIT, it);
    expect(it.calls()).toEqual(['order 7']);
  });
});

describe('an order that ended ends the wait at once', () => {
  test.each([
    ['expired', order('7', closed('expired')), 'expired'],
    ['cancelled', order('7', closed('cancelled')), 'cancelled'],
    ['completed without a code', withCompleted(null), 'sms-without-code'],
    ['an SMS without a code', withCode('7', null), 'sms-without-code'],
  ])('with %s', async (_, read, kind) => {
    const it = world('guide', { order: { 7: [order('7'), read] } });
    const [waited] = await waitForCodes([lease('7')], WAIT, it);
    expect(waited?.failure?.kind).toBe(kind);
    expect(it.calls()).toHaveLength(2);
  });

  test('with its code where it was completed with one', async () => {
    const it = world('guide', { order: { 7: [withCompleted('042917')] } });
    const [waited] = await waitForCodes([lease('7')], WAIT, it);
    expect(waited?.code).toBe('042917');
  });
});

function withCompleted(code: string | null): ReturnType<typeof order> {
  return order('7', { state: { status: 'completed', sms: code === null ? null : sms(code) } });
}

test('a waiting order with an old code is stale, not done', async () => {
  const stale = order('7', { state: { status: 'waiting', stale: sms('111111') } });
  const it = world('openapi', { order: { 7: [stale, withCode('7', '222222')] } });
  const [waited] = await waitForCodes([lease('7')], WAIT, it);
  expect(waited?.code).toBe('222222');
});

test('what a reading adds to the lease is learned', async () => {
  const bare = lease('7', { phoneNumber: '', price: null, expiresAt: null });
  const it = world('openapi', { order: { 7: [withCode('7', '1234')] } });
  const [waited] = await waitForCodes([bare], WAIT, it);
  expect(waited?.lease).toEqual(lease('7', { status: 'otp-received' }));
});

test('each round is told in one line: time, order and state', async () => {
  const it = world('guide', { order: { 7: [order('7'), order('7'), withCode('7', '1234')] } });
  await waitForCodes([lease('7')], WAIT, it);
  expect(it.reporter.infos).toEqual([
    'waiting 0 s of 120 s, order 7, WAITING',
    'waiting 5 s of 120 s, order 7, WAITING',
  ]);
});

test('a reading that lacks the number does not take it away', async () => {
  const it = world('openapi', { order: { 7: [withCode('7', '1234', { phoneNumber: null })] } });
  const [waited] = await waitForCodes([lease('7')], WAIT, it);
  expect(waited?.lease.phoneNumber).toBe('+628123456789');
});

test('where no number is known yet none is shown', async () => {
  const unassigned = withCode('7', '1234', { phoneNumber: null });
  const it = world('openapi', { order: { 7: [unassigned] } });
  const [waited] = await waitForCodes([lease('7', { phoneNumber: '' })], WAIT, it);
  expect(waited?.lease.phoneNumber).toBe('');
});

describe('a stop signal', () => {
  test('ends the wait in the middle of a sleep, as interrupted, naming the order', async () => {
    const it = world('guide', { order: { 7: [order('7')] } });
    it.clock.at(7_000, it.stopNow);
    const [waited] = await waitForCodes([lease('7')], WAIT, it);
    expect([waited?.failure?.kind, waited?.failure?.context.orderId]).toEqual(['interrupted', '7']);
    expect(it.clock.elapsed()).toBe(7_000);
    expect(waited?.failure?.message).toBe(
      'The step was stopped while waiting for the code of order 7.',
    );
  });

  test('keeps the codes that had come', async () => {
    const it = world('openapi', { openOrders: [[withCode('7', '1234'), order('8')]] });
    it.clock.at(2_000, it.stopNow);
    const waited = await waitForCodes([lease('7'), lease('8')], WAIT, it);
    expect(waited.map(({ code, failure: why }) => code ?? why.kind)).toEqual([
      '1234',
      'interrupted',
    ]);
  });

  test('reaches the reads as well', async () => {
    const it = world('guide', { order: { 7: [withCode('7', '1234')] } });
    await waitForCodes([lease('7')], WAIT, it);
    expect(it.provider.limits[0]?.signal).toBe(it.stop);
  });
});

test('no read may retry for long beyond the deadline', async () => {
  const it = world('guide', { order: { 7: [withCode('7', '1234')] } });
  await waitForCodes([lease('7')], WAIT, it);
  expect(it.provider.limits[0]?.deadline).toBe(START + 132_000);
});
