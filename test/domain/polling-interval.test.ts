import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MINIMUM_POLL_INTERVAL_MS,
  nextInterval,
  pollingInterval,
} from '../../src/domain/polling.ts';

const ONE = {
  intervalMs: 5_000,
  orders: 1,
  oneRequestForAll: false,
  requestsPerMinute: 300,
  parallelJobs: 1,
  nudged: false,
};

const wishes = fc.record({
  intervalMs: fc.integer({ min: 0, max: 60_000 }),
  orders: fc.integer({ min: 1, max: 100 }),
  oneRequestForAll: fc.boolean(),
  requestsPerMinute: fc.integer({ min: 1, max: 1_000 }),
  parallelJobs: fc.integer({ min: 1, max: 256 }),
  nudged: fc.boolean(),
});

describe('the interval to begin with', () => {
  test('is the wished one while the budget is ample', () => {
    expect(pollingInterval(ONE)).toBe(5_000);
  });

  test('is never under 3 s, which the terms would call excessive', () => {
    expect(MINIMUM_POLL_INTERVAL_MS).toBe(3_000);
    expect(pollingInterval({ ...ONE, intervalMs: 1_000 })).toBe(3_000);
  });

  test('grows with the jobs that share the token', () => {
    expect(pollingInterval({ ...ONE, parallelJobs: 45 })).toBe(10_000);
  });

  test('grows with the jobs also where one request reads all orders', () => {
    const shared = { ...ONE, oneRequestForAll: true, parallelJobs: 45 };
    expect(pollingInterval(shared)).toBe(10_000);
  });

  test('grows with the orders where each needs a request of its own', () => {
    expect(pollingInterval({ ...ONE, orders: 45 })).toBe(10_000);
  });

  test('does not grow with the orders where one request reads them all', () => {
    expect(pollingInterval({ ...ONE, orders: 45, oneRequestForAll: true })).toBe(5_000);
  });

  test('is three times the wished one where nudges bring reads forward, 30 s at most', () => {
    const nudged = { ...ONE, nudged: true };
    expect(pollingInterval(nudged)).toBe(15_000);
    expect(pollingInterval({ ...nudged, intervalMs: 20_000 })).toBe(30_000);
    expect(pollingInterval({ ...nudged, intervalMs: 60_000 })).toBe(60_000);
  });

  test('keeps all jobs together within nine tenths of the budget', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const requests = (wish.oneRequestForAll ? 1 : wish.orders) * wish.parallelJobs;
        const aMinute = (requests * 60_000) / pollingInterval(wish);
        expect(aMinute).toBeLessThanOrEqual(wish.requestsPerMinute * 0.9 + 1e-9);
      }),
    );
  });

  test('is never shorter than wished', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        expect(pollingInterval(wish)).toBeGreaterThanOrEqual(wish.intervalMs);
      }),
    );
  });
});

describe('the interval from read to read', () => {
  test('doubles on "too many requests"', () => {
    expect(nextInterval(5_000, 5_000, true)).toBe(10_000);
  });

  test('does not grow beyond 30 s', () => {
    expect(nextInterval(20_000, 5_000, true)).toBe(30_000);
  });

  test('stays where it began if that is more than 30 s already', () => {
    expect(nextInterval(40_000, 40_000, true)).toBe(40_000);
  });

  test('loses a second on each quiet read', () => {
    expect(nextInterval(10_000, 5_000, false)).toBe(9_000);
  });

  test('comes back to where it began and no further', () => {
    expect(nextInterval(5_500, 5_000, false)).toBe(5_000);
  });
});
