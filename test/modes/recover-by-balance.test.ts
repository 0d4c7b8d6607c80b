import { describe, expect, test } from 'vitest';
import type { Booking } from '../../src/domain/balance-verdict.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { recoverByBalance } from '../../src/modes/recover-intents.ts';
import { START } from '../support/fake-clock.ts';
import { world, type World } from '../support/fake-ports.ts';
import { failure, type Answer } from '../support/fake-provider.ts';
import { intent, lease } from '../support/samples.ts';

interface Case {
  bookings?: Booking[];
  alone?: boolean;
  before?: number | null;
  deadline?: number;
}

/** A purchase of 4,500 IDR at `START` had no answer; the balance was 100,000 IDR before it. */
async function judge(
  after: Answer<number>,
  { bookings = [], alone = true, before = 100_000, deadline = START + 240_000 }: Case = {},
): Promise<{ it: World; failures: Failure[] }> {
  const it = world('guide', { balance: [after] });
  const lost = intent('k', { dialect: 'guide', balance: before });
  const failures = await recoverByBalance(
    [lost],
    { bookings, alone, begunAt: START },
    { deadline },
    it,
  );
  return { it, failures };
}

const kinds = ({ failures }: { failures: Failure[] }): string[] => failures.map(({ kind }) => kind);

test('the purchase is never sent again', async () => {
  const { it } = await judge(100_000);
  expect(it.calls()).toEqual(['balance']);
});

test('a balance that stands says that nothing was bought, which is told and journaled', async () => {
  const { it, failures } = await judge(100_000);
  expect(failures).toEqual([]);
  expect(it.reporter.infos).toEqual([
    'A purchase had no answer: the balance will tell what became of it.',
    'The balance stands where it stood (100000 IDR): the purchase that had no answer was not made, if no other job or workflow uses this token.',
  ]);
  expect(it.journal.events).toEqual([{ type: 'refused', key: 'k', why: 'recovered' }]);
});

describe('leaked', () => {
  test.each([
    ['fell by the price', 95_500, {}],
    ['cannot be read', failure('network'), {}],
    ['was not known before', 95_500, { before: null }],
    ['stands, beside other jobs of the token', 100_000, { alone: false }],
    ['rose by something unknown', 100_001, {}],
  ])('is said of a balance that %s', async (_, after, wish) => {
    const judged = await judge(after, wish);
    expect(kinds(judged)).toEqual(['leaked']);
    expect(judged.it.journal.events).toEqual([]);
  });

  test('names purchase, moment and figures, a sibling as another cause, and where to look', async () => {
    const { failures } = await judge(95_500);
    expect(failures[0]?.message).toBe(
      'The answer to a purchase ({"product_id":42}) of 2026-03-16T14:00:00.000Z was lost, and the balance fell from 100000 to 95500 IDR: a number may be rented whose order id is not known. It may also be another job\'s purchase on the same token. Look at the account\'s newest orders and cancel what is not wanted there; without an SMS it refunds itself when it expires.',
    );
  });

  test('is said, too, where a refund of our own would have hidden it', async () => {
    const refunded: Booking = {
      lease: lease('7', { rentedAt: START - 60_000 }),
      closed: { how: 'cancelled', at: START + 1 },
    };
    const { failures } = await judge(100_000, { bookings: [refunded] });
    expect(failures[0]?.message).toContain('fell from 104500 to 100000 IDR');
  });

  test('is said where an order of the job moved the balance by something unknown', async () => {
    const unknown: Booking = { lease: lease('7', { price: null }), closed: null };
    const later = { ...unknown, lease: { ...unknown.lease, rentedAt: START + 1 } };
    expect(kinds(await judge(100_000, { bookings: [later] }))).toEqual(['leaked']);
  });
});

describe('a late commit', () => {
  test('of what main sent last is given as long, from the beginning of post', async () => {
    const it = world('guide', { balance: [100_000] });
    const lost = intent('k', { dialect: 'guide', at: START - 60_000 });
    const money = { bookings: [], alone: true, begunAt: START - 10_000 };
    await recoverByBalance([lost], money, { deadline: START + 240_000 }, it);
    expect(it.clock.elapsed()).toBe(20_000);
  });

  test('is given 30 s from the intent before the balance is read', async () => {
    const { it } = await judge(100_000, { deadline: START + 30_000 });
    expect([it.calls(), it.clock.elapsed()]).toEqual([['balance'], 30_000]);
  });

  test('cannot be excluded with less time than that: leaked, unread', async () => {
    const judged = await judge(100_000, { deadline: START + 29_999 });
    expect(kinds(judged)).toEqual(['leaked']);
    expect([judged.it.calls(), judged.it.clock.elapsed()]).toEqual([[], 0]);
  });

  test('cannot be excluded when the step is stopped meanwhile: leaked', async () => {
    const it = world('guide', { balance: [100_000] });
    it.clock.at(10_000, it.stopNow);
    const lost = intent('k', { dialect: 'guide' });
    const limits = { deadline: START + 240_000 };
    const money = { bookings: [], alone: true, begunAt: START };
    const failures = await recoverByBalance([lost], money, limits, it);
    expect([kinds({ failures }), it.calls()]).toEqual([['leaked'], []]);
  });
});
