import { describe, expect, test } from 'vitest';
import type { OrderState } from '../../src/domain/order.ts';
import {
  decidePolling,
  EXPIRY_GRACE_MS,
  pollingDeadline,
  type PollingPlan,
} from '../../src/domain/polling.ts';
import { START } from '../support/fake-clock.ts';
import { reading, SMS, STATES } from '../support/states.ts';

const PLAN = {
  deadline: START + 120_000,
  intervalMs: 5_000,
  after: null,
  rules: { pattern: null, expectDomain: null },
};

describe('after a reading before the deadline', () => {
  test('a waiting order is read again after the interval', () => {
    expect(decidePolling(reading(STATES.waiting), START, PLAN)).toEqual({
      kind: 'poll-again',
      at: START + 5_000,
    });
  });

  test('a waiting order is read for the last time at the deadline, not beyond it', () => {
    expect(decidePolling(reading(STATES.waiting), START + 118_000, PLAN)).toEqual({
      kind: 'poll-again',
      at: START + 120_000,
    });
  });

  test('WAITING to OTP_RECEIVED ends it with the code', () => {
    expect(decidePolling(reading(STATES['otp-received']), START, PLAN)).toEqual({
      kind: 'received',
      sms: SMS,
      code: '042917',
    });
  });

  test('WAITING to EXPIRED ends it at once', () => {
    expect(decidePolling(reading(STATES.expired), START, PLAN)).toEqual({
      kind: 'ended',
      because: { as: 'expired' },
    });
  });

  test('WAITING to CANCELLED ends it at once', () => {
    expect(decidePolling(reading(STATES.cancelled), START, PLAN)).toEqual({
      kind: 'ended',
      because: { as: 'cancelled' },
    });
  });

  test('COMPLETED with a code is as good as OTP_RECEIVED', () => {
    expect(decidePolling(reading(STATES['completed with its SMS']), START, PLAN)).toMatchObject({
      kind: 'received',
      code: '042917',
    });
  });

  test('COMPLETED without an SMS ends it without a code', () => {
    expect(decidePolling(reading(STATES['completed without an SMS']), START, PLAN)).toEqual({
      kind: 'ended',
      because: { as: 'sms-without-code', why: 'no-text' },
    });
  });

  test('an SMS in which no code was recognised is told from silence', () => {
    expect(decidePolling(reading(STATES['otp-received without a code']), START, PLAN)).toEqual({
      kind: 'ended',
      because: { as: 'sms-without-code', why: 'nothing-like-a-code' },
    });
  });

  test('ACTIVE with an old code is stale, not done', () => {
    expect(decidePolling(reading(STATES['waiting with a stale SMS']), START, PLAN)).toMatchObject({
      kind: 'poll-again',
    });
  });
});

describe('where only a later SMS than a revision counts', () => {
  const after = (revision: number): PollingPlan => ({ ...PLAN, after: revision });
  const received = (revision: number | null): OrderState => ({
    status: 'otp-received',
    sms: { ...SMS, revision },
  });

  test('the SMS that is there already is none', () => {
    expect(decidePolling(reading(received(1)), START, after(1))).toMatchObject({
      kind: 'poll-again',
    });
    expect(decidePolling(reading(received(1)), START + 120_000, after(1))).toMatchObject({
      kind: 'ended',
      because: { as: 'otp-timeout' },
    });
  });

  test('the next one is it', () => {
    expect(decidePolling(reading(received(2)), START, after(1))).toMatchObject({
      kind: 'received',
      code: '042917',
    });
  });

  test('any SMS is later than 0', () => {
    expect(decidePolling(reading(received(1)), START, after(0))).toMatchObject({
      kind: 'received',
    });
  });

  test('one that nobody numbered cannot be told from the one before', () => {
    expect(decidePolling(reading(received(null)), START, after(1))).toMatchObject({
      kind: 'poll-again',
    });
  });

  test('a finished order with the old one will get no other', () => {
    const state: OrderState = { status: 'completed', sms: SMS };
    expect(decidePolling(reading(state), START, after(1))).toEqual({
      kind: 'ended',
      because: { as: 'finished' },
    });
  });

  test('a finished order still shows the later one', () => {
    const state: OrderState = { status: 'completed', sms: { ...SMS, revision: 2 } };
    expect(decidePolling(reading(state), START, after(1))).toMatchObject({ kind: 'received' });
  });
});

test('an SMS that names another host than the expected one ends it', () => {
  const rules = { pattern: null, expectDomain: 'example.com' };
  const message = 'Your code is 042917\n\n@evil.test #042917';
  const state: OrderState = { status: 'otp-received', sms: { ...SMS, message } };
  expect(decidePolling(reading(state), START, { ...PLAN, rules })).toEqual({
    kind: 'ended',
    because: { as: 'wrong-domain', host: 'evil.test' },
  });
});

describe('after the reading at the deadline', () => {
  test('a waiting order has timed out', () => {
    expect(decidePolling(reading(STATES.waiting), START + 120_000, PLAN)).toEqual({
      kind: 'ended',
      because: { as: 'otp-timeout' },
    });
  });

  test('a code that came with this last reading still counts', () => {
    expect(decidePolling(reading(STATES['otp-received']), START + 125_000, PLAN)).toMatchObject({
      kind: 'received',
    });
  });
});

describe('the end of the wait', () => {
  test('is the time-out where the order outlives it', () => {
    expect(pollingDeadline(START, 120_000, START + 1_200_000)).toEqual({
      deadline: START + 120_000,
      shortened: false,
    });
  });

  test('is the time-out where no expiry is known', () => {
    expect(pollingDeadline(START, 120_000, null)).toEqual({
      deadline: START + 120_000,
      shortened: false,
    });
  });

  test('comes just after the expiry where the time-out is longer, so that one read decides', () => {
    expect(pollingDeadline(START, 120_000, START + 60_000)).toEqual({
      deadline: START + 60_000 + EXPIRY_GRACE_MS,
      shortened: true,
    });
  });

  test('is now for an order that expired long ago', () => {
    expect(pollingDeadline(START, 120_000, START - 3_600_000)).toEqual({
      deadline: START,
      shortened: true,
    });
  });

  test('is not called shortened where both fall together', () => {
    const expiry = START + 120_000 - EXPIRY_GRACE_MS;
    expect(pollingDeadline(START, 120_000, expiry)).toEqual({
      deadline: START + 120_000,
      shortened: false,
    });
  });
});
