import { expect, test } from 'vitest';
import { together } from '../../src/modes/together.ts';
import { failure } from '../support/fake-provider.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

test('the calls run side by side, with the limits that were given', async () => {
  const clock = new VirtualClock();
  const deadlines: number[] = [];
  await together({ deadline: 9 }, (limits) => {
    deadlines.push(limits.deadline);
    return [clock.sleep(1_000), clock.sleep(1_000)];
  });
  expect([clock.elapsed(), deadlines]).toEqual([1_000, [9]]);
});

test('the first that fails ends the others, and is what it fails with', async () => {
  const clock = new VirtualClock();
  let other: Promise<void> = Promise.resolve();
  const both = together({ deadline: 9 }, ({ signal }) => {
    other = clock.sleep(60_000, signal);
    return [other, Promise.reject(failure('unauthorized'))];
  });
  await expect(both).rejects.toThrow('unauthorized');
  await other;
  expect(clock.elapsed()).toBe(0);
});

test('a stop signal reaches the calls', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  clock.at(1_000, () => {
    stop.abort();
  });
  await together({ deadline: 9, signal: stop.signal }, ({ signal }) => [
    clock.sleep(60_000, signal),
  ]);
  expect(clock.elapsed()).toBe(1_000);
});
