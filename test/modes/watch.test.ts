import { describe, expect, test } from 'vitest';
import type { Nudges } from '../../src/domain/ports.ts';
import { Watch, type WatchTeller } from '../../src/modes/watch.ts';
import type { WatchEnd } from '../../src/modes/asked.ts';
import { world, type World } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { lease, order, sms, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

const SILENT: WatchTeller = { reading: () => undefined, shortened: () => undefined };

/** Nudges that a test gives by hand. */
function nudgesByHand(isLive = true): Nudges & {
  nudge: (orderId: string) => void;
  listeners: number;
} {
  const listeners = new Set<(orderId: string) => void>();
  return {
    isLive: () => isLive,
    subscribe: (onNudge) => {
      listeners.add(onNudge);
      return () => void listeners.delete(onNudge);
    },
    nudge: (orderId) => {
      for (const listener of listeners) listener(orderId);
    },
    get listeners() {
      return listeners.size;
    },
  };
}

/** A provider whose SMS are there from given times on; each read is noted with its time. */
function timed(
  comesAt: Record<string, number>,
  dialect: 'guide' | 'openapi' = 'guide',
): { it: World; reads: [string, number][] } {
  const reads: [string, number][] = [];
  const one = (id: string, at: number) => () => {
    reads.push([id, it.clock.elapsed()]);
    return it.clock.elapsed() >= at ? withCode(id, '042917') : order(id);
  };
  const it = world(dialect, {
    order: Object.fromEntries(Object.entries(comesAt).map(([id, at]) => [id, [one(id, at)]])),
    openOrders: [
      () => {
        reads.push(['all', it.clock.elapsed()]);
        return Object.entries(comesAt).map(([id, at]) =>
          it.clock.elapsed() >= at ? withCode(id, '042917') : order(id),
        );
      },
    ],
  });
  return { it, reads };
}

const ask = (
  watch: Watch,
  id: string,
  more: { timeoutMs?: number; after?: number; signal?: AbortSignal } = {},
): Promise<WatchEnd> => watch.ask({ lease: lease(id), timeoutMs: 60_000, after: null, ...more });

/** What comes about when the clock has come so far. */
function later<T>(it: World, ms: number, begin: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    it.clock.at(ms, () => void begin().then(resolve, reject));
  });
}

describe('several who ask for the same order', () => {
  test('share each read, and all have the code', async () => {
    const { it, reads } = timed({ 7: 8_000 });
    const watch = new Watch(WAIT, it, SILENT);
    const ends = await Promise.all([ask(watch, '7'), ask(watch, '7'), ask(watch, '7')]);
    expect(ends.map((end) => end.kind === 'received' && end.code)).toEqual(Array(3).fill('042917'));
    expect(reads).toEqual([
      ['7', 0],
      ['7', 5_000],
      ['7', 10_000],
    ]);
  });

  test('each have their own time-out', async () => {
    const { it } = timed({ 7: 8_000 });
    const watch = new Watch(WAIT, it, SILENT);
    const short = ask(watch, '7', { timeoutMs: 2_000 }).then((end) => [end, it.clock.elapsed()]);
    const long = ask(watch, '7');
    expect(await short).toMatchObject([{ kind: 'ended', because: { as: 'otp-timeout' } }, 2_000]);
    expect(await long).toMatchObject({ kind: 'received' });
  });

  test('one who comes between two polls brings the next one forward, not under 3 s', async () => {
    const { it, reads } = timed({ 7: 3_000 });
    const watch = new Watch(WAIT, it, SILENT);
    await Promise.all([ask(watch, '7'), later(it, 1_000, () => ask(watch, '7'))]);
    expect(reads).toEqual([
      ['7', 0],
      ['7', 3_000],
    ]);
  });

  test('one who comes within 3 s of a read that has the code needs none', async () => {
    const { it, reads } = timed({ 7: 0 });
    const watch = new Watch(WAIT, it, SILENT);
    await ask(watch, '7');
    const end = await later(it, 2_999, () => ask(watch, '7'));
    expect([end.kind, reads.length]).toEqual(['received', 1]);
  });

  test('one who comes later asks the provider anew: a newer SMS may be there', async () => {
    const { it, reads } = timed({ 7: 0 });
    const watch = new Watch(WAIT, it, SILENT);
    await ask(watch, '7');
    await later(it, 3_000, () => ask(watch, '7'));
    expect(reads).toHaveLength(2);
  });

  test('one who leaves ends nobody else’s wait', async () => {
    const { it } = timed({ 7: 8_000 });
    const watch = new Watch(WAIT, it, SILENT);
    const leaves = new AbortController();
    const left = ask(watch, '7', { signal: leaves.signal });
    const stays = ask(watch, '7');
    it.clock.at(1_000, () => {
      leaves.abort();
    });
    expect(await left).toEqual({ kind: 'stopped' });
    expect(await stays).toMatchObject({ kind: 'received' });
  });

  test('one who has gone before asking gets no read', async () => {
    const { it, reads } = timed({ 7: 0 });
    const end = await ask(new Watch(WAIT, it, SILENT), '7', { signal: AbortSignal.abort() });
    expect([end.kind, reads]).toEqual(['stopped', []]);
  });
});

describe('while nobody asks', () => {
  test('nothing is read, and nothing keeps the process busy', async () => {
    const { it, reads } = timed({ 7: 60_000 });
    const watch = new Watch(WAIT, it, SILENT);
    const leaves = new AbortController();
    const left = ask(watch, '7', { signal: leaves.signal });
    it.clock.at(1_000, () => {
      leaves.abort();
    });
    await left;
    await later(it, 30_000, () => Promise.resolve());
    expect([reads.length, it.clock.slept]).toEqual([1, [5_000]]);
  });

  test('nudges are not listened to', async () => {
    const nudges = nudgesByHand();
    const { it } = timed({ 7: 0 });
    const watch = new Watch(WAIT, { ...it, nudges }, SILENT);
    expect(nudges.listeners).toBe(0);
    const asked = ask(watch, '7');
    await Promise.resolve();
    expect(nudges.listeners).toBe(1);
    await asked;
    await later(it, 1, () => Promise.resolve());
    expect(nudges.listeners).toBe(0);
  });
});

describe('a nudge', () => {
  test('brings the read forward', async () => {
    const nudges = nudgesByHand();
    const { it, reads } = timed({ 7: 7_000 });
    it.clock.at(7_000, () => {
      nudges.nudge('7');
    });
    await ask(new Watch(WAIT, { ...it, nudges }, SILENT), '7');
    expect(reads).toEqual([
      ['7', 0],
      ['7', 7_000],
    ]);
  });

  test('without which polling goes on, three times slower', async () => {
    const { it, reads } = timed({ 7: 20_000 });
    await ask(new Watch(WAIT, { ...it, nudges: nudgesByHand() }, SILENT), '7');
    expect(reads.map(([, at]) => at)).toEqual([0, 15_000, 30_000]);
  });

  test('that cannot come does not slow polling down', async () => {
    const { it, reads } = timed({ 7: 8_000 });
    await ask(new Watch(WAIT, { ...it, nudges: nudgesByHand(false) }, SILENT), '7');
    expect(reads.map(([, at]) => at)).toEqual([0, 5_000, 10_000]);
  });

  test('that is forged again and again brings one read in 3 s', async () => {
    const nudges = nudgesByHand();
    const { it, reads } = timed({ 7: 9_500 });
    for (let at = 100; at < 12_000; at += 100) {
      it.clock.at(at, () => {
        nudges.nudge('7');
      });
    }
    await ask(new Watch(WAIT, { ...it, nudges }, SILENT), '7');
    expect(reads.map(([, at]) => at)).toEqual([0, 3_000, 6_000, 9_000, 12_000]);
  });

  test('for an order that nobody waits for brings none', async () => {
    const nudges = nudgesByHand();
    const { it, reads } = timed({ 7: 10_000 });
    it.clock.at(4_000, () => {
      nudges.nudge('8');
    });
    await ask(new Watch(WAIT, { ...it, nudges }, SILENT), '7');
    expect(reads.map(([, at]) => at)).toEqual([0, 15_000]);
  });

  test('for one of several orders reads that one alone', async () => {
    const nudges = nudgesByHand();
    const { it, reads } = timed({ 7: 5_000, 8: 14_000 }, 'openapi');
    it.clock.at(5_000, () => {
      nudges.nudge('7');
    });
    const watch = new Watch(WAIT, { ...it, nudges }, SILENT);
    await Promise.all([ask(watch, '7'), ask(watch, '8')]);
    expect(reads).toEqual([
      ['all', 0],
      ['7', 5_000],
      ['8', 15_000],
    ]);
  });

  test('that comes while the order is being read is not lost', async () => {
    const nudges = nudgesByHand();
    let reads = 0;
    const it: World = world('guide', {
      order: {
        7: [
          () => {
            reads += 1;
            // The answer is on its way when the SMS comes.
            if (reads === 1) nudges.nudge('7');
            return reads === 1 ? order('7') : withCode('7', '042917');
          },
        ],
      },
    });
    await ask(new Watch(WAIT, { ...it, nudges }, SILENT), '7');
    expect(it.clock.elapsed()).toBe(3_000);
  });
});

describe('orders that are asked for at different times', () => {
  test('go on in step where one request reads them all', async () => {
    const { it, reads } = timed({ 7: 11_000, 8: 11_000 }, 'openapi');
    const watch = new Watch(WAIT, it, SILENT);
    await Promise.all([ask(watch, '7'), later(it, 2_000, () => ask(watch, '8'))]);
    expect(reads).toEqual([
      ['7', 0],
      ['8', 2_000],
      ['all', 5_000],
      ['all', 10_000],
      ['all', 15_000],
    ]);
  });
});

test('a second code is awaited behind the first', async () => {
  const first = withCode('7', '111111');
  const second = order('7', {
    state: { status: 'otp-received', sms: sms('222222', { revision: 2 }) },
  });
  const it = world('openapi', { order: { 7: [first, first, second] } });
  const end = await ask(new Watch(WAIT, it, SILENT), '7', { after: 1 });
  expect(end).toMatchObject({ kind: 'received', code: '222222', sms: { revision: 2 } });
});

test('a defect while reading is everybody’s, and the next one who asks starts anew', async () => {
  const it = world('guide', {
    order: {
      7: [
        () => {
          throw new TypeError('a defect');
        },
        withCode('7', '1234'),
      ],
    },
  });
  const watch = new Watch(WAIT, it, SILENT);
  const both = await Promise.allSettled([ask(watch, '7'), ask(watch, '7')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await later(it, 3_000, () => ask(watch, '7'))).toMatchObject({ code: '1234' });
});

test('a failure to read ends the wait of those who waited, and not of who asks later', async () => {
  const it = world('guide', { order: { 7: [failure('network'), withCode('7', '1234')] } });
  const watch = new Watch(WAIT, it, SILENT);
  expect(await ask(watch, '7')).toMatchObject({ kind: 'unread', failure: { kind: 'network' } });
  expect(await later(it, 3_000, () => ask(watch, '7'))).toMatchObject({ code: '1234' });
});

test('who asks after the stop is told so at once', async () => {
  const { it, reads } = timed({ 7: 0 });
  it.stopNow();
  expect(await ask(new Watch(WAIT, it, SILENT), '7')).toEqual({ kind: 'stopped' });
  expect(reads).toEqual([]);
});
