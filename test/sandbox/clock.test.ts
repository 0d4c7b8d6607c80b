import { describe, expect, test } from 'vitest';
import { fakeClock, runningClock, type Clock, type WallTime } from '../../src/sandbox/clock.ts';

type Wall = WallTime & {
  readonly pass: (milliseconds: number) => void;
  readonly timers: () => number;
};

/** A wall of the test's own making. Like the real one it knows nothing of the sandbox. */
function wall(): Wall {
  const clock = fakeClock(1_000_000);
  let timers = 0;
  return {
    now: () => clock.now(),
    after: (milliseconds, task) => {
      timers += 1;
      return clock.at(clock.now() + milliseconds, task);
    },
    pass: (milliseconds) => {
      clock.advance(milliseconds);
    },
    timers: () => timers,
  };
}

function journal(clock: Clock): {
  readonly seen: [string, number][];
  readonly write: (name: string) => () => void;
} {
  const start = clock.now();
  const seen: [string, number][] = [];
  return { seen, write: (name) => () => seen.push([name, clock.now() - start]) };
}

describe('a fake clock', () => {
  test('stands still, and runs what falls due in order when it is moved', () => {
    const clock = fakeClock();
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 200, write('later'));
    clock.at(clock.now() + 100, write('sooner'));
    clock.at(clock.now() + 100, write('sooner, second'));
    clock.at(clock.now() + 301, write('not yet'));
    expect(seen).toEqual([]);
    clock.advance(300);
    expect(seen).toEqual([
      ['sooner', 100],
      ['sooner, second', 100],
      ['later', 200],
    ]);
    expect(clock.now()).toBe(fakeClock().now() + 300);
  });

  test('runs what a task puts in, when that falls due as well', () => {
    const clock = fakeClock();
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 100, () => clock.at(clock.now() + 50, write('chained')));
    clock.advance(200);
    expect(seen).toEqual([['chained', 150]]);
  });

  test('runs nothing that was called off', () => {
    const clock = fakeClock();
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 100, write('called off'))();
    clock.at(clock.now() + 100, write('stopped'));
    clock.stop();
    clock.advance(200);
    expect(seen).toEqual([]);
  });
});

describe('a running clock', () => {
  test('follows the wall, as many times as fast as it shall', () => {
    const outside = wall();
    const clock = runningClock(outside, 60);
    const start = clock.now();
    outside.pass(1000);
    expect(clock.now() - start).toBe(60_000);
  });

  test('runs a task when its sped-up time has come', () => {
    const outside = wall();
    const clock = runningClock(outside, 60);
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 120_000, write('cancel window'));
    outside.pass(1999);
    expect(seen).toEqual([]);
    outside.pass(1);
    expect(seen).toEqual([['cancel window', 120_000]]);
  });

  test('jumps ahead, and runs what the jump made due', () => {
    const outside = wall();
    const clock = runningClock(outside);
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 5000, write('due'));
    clock.advance(4000);
    outside.pass(999);
    expect(seen).toEqual([]);
    outside.pass(1);
    expect(seen).toEqual([['due', 5000]]);
  });

  test('waits for times that are further off than a timer reaches', () => {
    const outside = wall();
    const clock = runningClock(outside);
    const { seen, write } = journal(clock);
    const days30 = 30 * 86_400_000;
    clock.at(clock.now() + days30, write('a month'));
    outside.pass(days30 - 1);
    expect(seen).toEqual([]);
    outside.pass(1);
    expect(seen).toEqual([['a month', days30]]);
    expect(outside.timers()).toBe(2);
  });

  test('runs nothing once it is stopped', () => {
    const outside = wall();
    const clock = runningClock(outside);
    const { seen, write } = journal(clock);
    clock.at(clock.now() + 100, write('stopped'));
    clock.stop();
    outside.pass(200);
    expect(seen).toEqual([]);
  });
});
