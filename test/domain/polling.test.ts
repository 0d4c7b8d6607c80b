import { describe, expect, test } from 'vitest';
import { decidePolling, EXPIRY_GRACE_MS, pollingDeadline } from '../../src/domain/polling.ts';
import { START } from '../support/fake-clock.ts';
import { reading, SMS, STATES } from '../support/states.ts';

const PLAN = { deadline: START + 120_000, intervalMs: 5_000 };

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
      as: 'expired',
    });
  });

  test('WAITING to CANCELLED ends it at once', () => {
    expect(decidePolling(reading(STATES.cancelled), START, PLAN)).toEqual({
      kind: 'ended',
      as: 'cancelled',
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
      as: 'sms-without-code',
    });
  });

  test('an SMS in which no code was recognised is told from silence', () => {
    expect(decidePolling(reading(STATES['otp-received without a code']), START, PLAN)).toEqual({
      kind: 'ended',
      as: 'sms-without-code',
    });
  });

  test('ACTIVE with an old code is stale, not done', () => {
    expect(decidePolling(reading(STATES['waiting with a stale SMS']), START, PLAN)).toMatchObject({
      kind: 'poll-again',
    });
  });
});

describe('after the reading at the deadline', () => {
  test('a waiting order has timed out', () => {
    expect(decidePolling(reading(STATES.waiting), START + 120_000, PLAN)).toEqual({
      kind: 'ended',
      as: 'otp-timeout',
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
