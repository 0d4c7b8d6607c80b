import { describe, expect, test } from 'vitest';
import { giveBackAlone } from '../../src/action/keeper/give-back-alone.ts';
import { watchJob, type Look } from '../../src/action/keeper/job-watch.ts';
import { untilOver } from '../../src/action/keeper/lifetime.ts';
import type { Lease } from '../../src/domain/lease.ts';
import type { ProcessMark } from '../../src/action/runtime/processes.ts';
import { START } from '../support/fake-clock.ts';
import { done, failure } from '../support/fake-provider.ts';
import { world } from '../support/fake-ports.ts';
import { EXPIRY, lease, order } from '../support/samples.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;

describe('a keeper lives', () => {
  async function life(
    leases: Lease[],
    { postAt = Infinity, goneAt = Infinity, stopAt = Infinity } = {},
  ) {
    const clock = new VirtualClock();
    const stop = new AbortController();
    if (stopAt < Infinity) clock.at(stopAt, () => stop.abort());
    const seen = {
      postHasBegun: () => clock.elapsed() >= postAt,
      jobIsGone: () => clock.elapsed() >= goneAt,
    };
    const end = await untilOver(leases, seen, clock, stop.signal);
    return [end, clock.elapsed()];
  }

  test('until its last order expires', async () => {
    const leases = [lease('7'), lease('8', { expiresAt: EXPIRY + MINUTE })];
    expect(await life(leases)).toEqual(['expired', EXPIRY - START + MINUTE]);
  });

  test('for an hour where an expiry is not known', async () => {
    expect(await life([lease('7', { expiresAt: null })])).toEqual(['expired', 60 * MINUTE]);
  });

  test('until the expiry that a reading tells meanwhile', async () => {
    const learned = lease('7', { expiresAt: null });
    const clock = new VirtualClock();
    clock.at(MINUTE, () => {
      learned.expiresAt = START + 2 * MINUTE;
    });
    const seen = { postHasBegun: () => false, jobIsGone: () => false };

    expect(await untilOver([learned], seen, clock, new AbortController().signal)).toBe('expired');
    expect(clock.elapsed()).toBe(2 * MINUTE);
  });

  test('until it is stopped, at once', async () => {
    expect(await life([lease('7')], { stopAt: 1 })).toEqual(['stopped', 1]);
  });

  test.each([
    ['stopped', { postAt: 12_000 }],
    ['job-gone', { goneAt: 12_000 }],
    ['stopped', { postAt: 12_000, goneAt: 12_000 }],
  ])('at most five seconds longer when it ends as "%s" by %o', async (end, what) => {
    expect(await life([lease('7')], what)).toEqual([end, 15_000]);
  });
});

describe('a job is gone', () => {
  const main: ProcessMark = { pid: 20, startedAt: '2' };
  const runner: ProcessMark = { pid: 10, startedAt: '1' };

  /** What is told at each of these moments: what lives, and what is there. */
  function told(moments: string[], parent: ProcessMark | null = runner): boolean[] {
    let now = '';
    const look: Look = {
      isMissing: () => !now.includes('journal'),
      isRunning: ({ pid }) => now.includes(pid === main.pid ? 'main' : 'runner'),
    };
    const isGone = watchJob({ journal: 'j', main, parent }, look);
    return moments.map((moment) => {
      now = moment;
      return isGone();
    });
  }

  test('when its files are', () => {
    expect(told(['journal main runner', 'main runner'])).toEqual([false, true]);
  });

  test('when what started main is, which outlived main', () => {
    const after = ['journal runner', 'journal runner', 'journal runner'];
    expect(told(['journal main runner', ...after, 'journal'])).toEqual([
      ...Array<boolean>(4).fill(false),
      true,
    ]);
  });

  test('not when that was seen once after main: a shell around main ends a moment later', () => {
    expect(told(['journal main runner', 'journal runner', 'journal', 'journal'])).toEqual(
      Array(4).fill(false),
    );
  });

  test('not when that ended together with main: it was no runner', () => {
    expect(
      told(['journal main runner', 'journal', 'journal', 'journal runner', 'journal']),
    ).toEqual([false, false, false, false, false]);
  });

  test('not while main still runs', () => {
    expect(told(['journal main runner', 'journal main'])).toEqual([false, false]);
  });

  test('by its files alone where nothing is known of the runner', () => {
    expect(told(['journal', 'journal', ''], null)).toEqual([false, false, true]);
  });
});

describe('a keeper that gives back alone', () => {
  const open = order('7');
  const outage = failure('provider-outage');

  test('gives back and is done', async () => {
    const ports = world('openapi', { order: { 7: [open] }, cancel: [done] });

    await giveBackAlone([lease('7')], 240_000, ports);

    expect(ports.journal.events).toMatchObject([{ type: 'closed', orderId: '7' }]);
  });

  test('tries again after an outage that was longer than "release-timeout"', async () => {
    const ports = world('openapi', {
      order: { 7: [...Array.from({ length: 8 }, () => outage), open] },
      cancel: [done],
    });

    await giveBackAlone([lease('7')], 5_000, ports);

    expect(ports.journal.events).toMatchObject([{ type: 'closed', orderId: '7' }]);
    expect(ports.clock.elapsed()).toBeGreaterThan(30_000);
  });

  test('gives up when the order has expired', async () => {
    const ports = world('openapi', { order: { 7: [outage] } });

    await giveBackAlone([lease('7')], 5_000, ports);

    expect(ports.clock.now()).toBeLessThanOrEqual(EXPIRY);
    expect(ports.clock.now()).toBeGreaterThan(EXPIRY - MINUTE);
  });

  test('tries for "release-timeout" in any case', async () => {
    const ports = world('openapi', { order: { 7: [outage] } });

    await giveBackAlone([lease('7', { expiresAt: START })], 20_000, ports);

    expect(ports.clock.elapsed()).toBeGreaterThanOrEqual(10_000);
    expect(ports.clock.elapsed()).toBeLessThanOrEqual(20_000);
  });

  test('leaves alone what the provider does not know', async () => {
    const ports = world('openapi', {
      order: { 7: [failure('not-found')] },
    });

    await giveBackAlone([lease('7', { rentedAt: null })], 5_000, ports);

    expect(ports.clock.elapsed()).toBeLessThan(30_000);
  });

  test('ends when it is stopped', async () => {
    const ports = world('openapi', { order: { 7: [outage] } });
    ports.clock.at(MINUTE, ports.stopNow);

    await giveBackAlone([lease('7')], 5_000, ports);

    expect(ports.clock.elapsed()).toBeLessThan(MINUTE + 5_000);
  });
});
