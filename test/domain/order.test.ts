import { describe, expect, test } from 'vitest';
import { isClosed, smsArrived } from '../../src/domain/order.ts';
import { reading, STATES } from '../support/states.ts';

describe('an SMS has arrived, so that nothing is refunded any more', () => {
  test.each([
    'waiting with a stale SMS',
    'otp-received',
    'otp-received without a code',
    'completed with its SMS',
    'completed without an SMS', // none is shown, yet only an order with one can be finished
  ] as const)('%s', (state) => {
    expect(smsArrived(reading(STATES[state]))).toBe(true);
  });
});

describe('no SMS has arrived', () => {
  test.each(['waiting', 'cancelled', 'expired'] as const)('%s', (state) => {
    expect(smsArrived(reading(STATES[state]))).toBe(false);
  });
});

describe('an order is closed', () => {
  test.each([
    'completed with its SMS',
    'completed without an SMS',
    'cancelled',
    'expired',
  ] as const)('%s', (state) => {
    expect(isClosed(STATES[state])).toBe(true);
  });
});

describe('an order is open', () => {
  test.each(['waiting', 'waiting with a stale SMS', 'otp-received'] as const)('%s', (state) => {
    expect(isClosed(STATES[state])).toBe(false);
  });
});
