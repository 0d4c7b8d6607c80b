import { describe, expect, test } from 'vitest';
import { waitForCodes } from '../../src/modes/wait.ts';
import type { Order } from '../../src/domain/order.ts';
import { world, type World } from '../support/fake-ports.ts';
import { lease, order, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

/** Reads that are answered "too many requests" first, where so said; the code comes at the end. */
async function pauses(rateLimited: boolean[], wish: Partial<typeof WAIT> = {}): Promise<number[]> {
  const it: World = world('guide', {
    order: {
      7: [
        ...rateLimited.map((limited) => (): Order => {
          if (limited) it.provider.rateLimited += 1;
          return order('7');
        }),
        withCode('7', '1234'),
      ],
    },
  });
  await waitForCodes([lease('7')], { ...WAIT, ...wish }, it);
  return it.clock.slept;
}

test('an answer of 429 doubles the interval', async () => {
  expect(await pauses([true, true])).toEqual([10_000, 20_000]);
});

test('each quiet read takes a second off again, down to the interval that was asked for', async () => {
  expect(await pauses([true, false, false, false, false, false, false])).toEqual([
    10_000, 9_000, 8_000, 7_000, 6_000, 5_000, 5_000,
  ]);
});

test('an interval below 3 s is not followed', async () => {
  expect(await pauses([false], { intervalMs: 1_000 })).toEqual([3_000]);
});

test('the interval is stretched at once where the budget is short', async () => {
  // 10 jobs, one read each, in a budget of 54 a minute (a tenth is kept back).
  const [first] = await pauses([false], { parallelJobs: 10, requestsPerMinute: 60 });
  expect(first).toBeGreaterThanOrEqual(11_112);
});

describe('jitter', () => {
  test('keeps jobs that share the token apart', async () => {
    // Half of the tenth of 5 s, for the fake chance always draws a half.
    expect(await pauses([false, false], { parallelJobs: 2 })).toEqual([5_250, 5_250]);
  });

  test('is not added where no other job shares the token', async () => {
    expect(await pauses([false])).toEqual([5_000]);
  });
});
