import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBudget, takeRequest, type RequestBudget } from '../../src/domain/request-budget.ts';
import { START } from '../support/fake-clock.ts';

/** When each request leaves, if they are asked for after these pauses. */
function departures(budget: RequestBudget, pauses: readonly number[]): number[] {
  let left = budget;
  let now = START;
  return pauses.map((pause) => {
    now += pause;
    const taken = takeRequest(left, now);
    left = taken.budget;
    return now + taken.waitMs;
  });
}

const shares = fc.record({
  perMinute: fc.integer({ min: 1, max: 1_000 }),
  jobs: fc.integer({ min: 1, max: 256 }),
});
const pauses = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 150 });

describe('the share of one job', () => {
  test('is the whole budget of a job that is alone: a fifth at once, the rest evenly', () => {
    expect(openBudget(300, 1, START)).toMatchObject({ tokens: 60, burst: 60, perMinute: 240 });
  });

  test('is divided among the jobs that share the token', () => {
    expect(openBudget(300, 4, START)).toMatchObject({ burst: 15, perMinute: 60 });
  });

  test('lets even the smallest share start, and go on', () => {
    expect(openBudget(300, 1_000, START)).toMatchObject({ burst: 12, perMinute: 1 });
  });
});

describe('requests of one job', () => {
  test('leave at once up to the burst, then one for each that flows in', () => {
    const asked = Array.from({ length: 63 }, () => 0);
    const waits = departures(openBudget(300, 1, START), asked).map((at) => at - START);
    expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
    expect(waits.slice(60)).toEqual([250, 500, 750]);
  });

  test('do not save up more than one burst in a long silence', () => {
    const asked = [3_600_000, ...Array.from({ length: 60 }, () => 0)];
    const waits = departures(openBudget(300, 1, START), asked);
    expect(waits.filter((at) => at === START + 3_600_000)).toHaveLength(60);
  });

  test('have the whole burst again after the time in which it flows in', () => {
    const burst = Array.from({ length: 60 }, () => 0);
    const waits = departures(openBudget(300, 1, START), [...burst, 15_000, ...burst]);
    expect(waits.slice(60, 120).every((at) => at === START + 15_000)).toBe(true);
    expect(waits.at(-1)).toBe(START + 15_250);
  });

  test('are not let through by a clock that is set back', () => {
    const first = takeRequest(openBudget(60, 1, START), START).budget;
    const back = takeRequest(first, START - 60_000).budget;
    expect(back.refilledAt).toBe(START);
    expect(back.tokens).toBe(first.tokens - 1);
  });

  test('are in no stretch of time more than the burst and what flows in meanwhile', () => {
    fc.assert(
      fc.property(shares, pauses, ({ perMinute, jobs }, asked) => {
        const budget = openBudget(perMinute, jobs, START);
        const left = departures(budget, asked);
        for (const [first, from] of left.entries()) {
          for (const [last, to] of left.entries()) {
            if (last < first) continue;
            const flow = ((to - from + 1) * budget.perMinute) / 60_000; // waits are whole ms
            expect(last - first + 1).toBeLessThanOrEqual(budget.burst + flow + 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('leave in the order in which they were asked for', () => {
    fc.assert(
      fc.property(shares, pauses, ({ perMinute, jobs }, asked) => {
        const left = departures(openBudget(perMinute, jobs, START), asked);
        expect(left).toEqual(left.toSorted((a, b) => a - b));
      }),
    );
  });

  test('are in no minute more than the share, where the share is an ordinary one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 1_000 }), pauses, (perMinute, asked) => {
        const left = departures(openBudget(perMinute, 1, START), asked);
        for (const from of left) {
          const inThisMinute = left.filter((at) => at >= from && at < from + 60_000);
          expect(inThisMinute.length).toBeLessThanOrEqual(perMinute);
        }
      }),
      { numRuns: 60 },
    );
  });
});
