import { describe, expect, test } from 'vitest';
import type { PurchaseReply } from '../../src/domain/provider.ts';
import { recoverByBalance, recoverByKey, type Recovered } from '../../src/modes/recover-intents.ts';
import { START } from '../support/fake-clock.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, done, lost, no, soldOut } from '../support/fake-provider.ts';
import { intent, order } from '../support/samples.ts';

const limits = { deadline: START + 240_000 };
const NONE: ReadonlySet<string> = new Set();
const ALONE = { bookings: [], alone: true, begunAt: START };

async function recover(
  reply: PurchaseReply | PurchaseReply[],
  more: { at?: number; deadline?: number } = {},
): Promise<Recovered & { it: World; sentAt: number[] }> {
  const sentAt: number[] = [];
  const it = world('openapi', {
    purchase: [reply].flat().map((answer) => () => {
      sentAt.push(it.clock.elapsed());
      return answer;
    }),
    order: { 7: [order('7')] },
    cancel: [done],
    newestOrders: [{ orders: [], unreadable: 0, next: null }],
  });
  const { at = START, deadline = limits.deadline } = more;
  return { ...(await recoverByKey([intent('k', { at })], NONE, { deadline }, it)), it, sentAt };
}

describe('openapi', () => {
  test('no is asked for again until it is the last word', async () => {
    const { it, sentAt } = await recover(soldOut, { at: START - 40_000 });
    expect(it.journal.events).toEqual([{ type: 'refused', key: 'k', why: 'recovered' }]);
    expect(sentAt.at(-1)).toBeGreaterThanOrEqual(30_000);
  });

  test('no is not believed while what main sent last may still be carried out', async () => {
    const { released, sentAt } = await recover([soldOut, bought(order('7'))], {
      at: START - 40_000,
    });
    expect([released.map(({ how }) => how), sentAt]).toEqual([['cancelled'], [0, 1_000]]);
  });

  test('the purchase is sent again with its own key, path and body', async () => {
    const { it } = await recover(bought(order('7')));
    expect(it.provider.purchases).toEqual([
      { path: '/orders/create', body: '{"product_id":42}', idempotencyKey: 'k' },
    ]);
  });

  test('not before 30 s after the intent, for the server may commit late', async () => {
    const { sentAt } = await recover(bought(order('7')), { at: START - 10_000 });
    expect(sentAt).toEqual([20_000]);
  });

  test('not after 4:30, also where a rate limit puts it off, for its key may be forgotten', async () => {
    const at = START - 240_000;
    const { it } = await recover(bought(order('7')), { at });
    expect(it.provider.limits[0]?.deadline).toBe(at + 270_000);
  });

  test('at once where those 30 s are already over', async () => {
    const { sentAt } = await recover(bought(order('7')), { at: START - 40_000 });
    expect(sentAt).toEqual([0]);
  });

  test('what comes back is journaled, then given back', async () => {
    const { it, released, failures } = await recover(bought(order('7')));
    expect(it.log.slice(1)).toEqual(['journal rented', 'order 7', 'cancel 7', 'journal closed']);
    expect([released.map(({ how }) => how), failures]).toEqual([['cancelled'], []]);
  });

  test.each([
    ['no stock', soldOut],
    ['too low a balance', no('low-balance')],
    ['a ban', no('banned')],
    ['a sold-out product', no('no-stock')],
    ['too high a price', no('price-too-high')],
    ['wrong values', no('invalid-input')],
  ])('an answer of %s means that nothing was bought', async (_, reply) => {
    const { released, failures, it } = await recover(reply);
    expect([released, failures]).toEqual([[], []]);
    expect(it.journal.events).toEqual([{ type: 'refused', key: 'k', why: 'recovered' }]);
    expect(it.reporter.infos).toEqual([
      'A purchase had no answer: asking the provider what became of it.',
      'The purchase that had no answer was not made.',
    ]);
  });

  test.each(['unauthorized', 'rate-limited', 'network'] as const)(
    'an answer of %s proves nothing: leaked',
    async (kind) => {
      const { failures } = await recover(no(kind));
      expect(failures.map((found) => found.kind)).toEqual(['leaked']);
    },
  );

  test('an outage of a minute is outlived, while the key lives and time is left', async () => {
    const outage = Array.from({ length: 5 }, () => lost('unclear', 'provider-outage'));
    const { released, failures } = await recover([...outage, bought(order('7'))]);
    expect([released.map(({ how }) => how), failures]).toEqual([['cancelled'], []]);
  });

  test('without an answer it goes on until the deadline, then it is leaked', async () => {
    const { failures, sentAt } = await recover(lost('unclear'));
    expect(failures.map(({ kind }) => kind)).toEqual(['leaked']);
    expect(sentAt.at(-1)).toBeGreaterThan(200_000);
    expect(sentAt.at(-1)).toBeLessThanOrEqual(240_000);
  });

  test('the leak names purchase, key and moment, for a person has to look for it', async () => {
    const { failures } = await recover(lost('unclear'));
    expect(failures[0]?.message).toBe(
      'A purchase ({"product_id":42}, idempotency key k) of 2026-03-16T14:00:00.000Z had no answer, and it could not be found out whether it was made: the connection was cut List them: curl list , look for one of that time, and cancel it there; without an SMS it refunds itself when it expires.',
    );
  });

  test('with less than those 30 s left it is leaked at once, and nothing is sent', async () => {
    const { failures, it } = await recover(bought(order('7')), { deadline: START + 29_000 });
    expect(failures.map(({ kind }) => kind)).toEqual(['leaked']);
    expect([it.calls(), it.clock.elapsed()]).toEqual([[], 0]);
  });

  test('with just those 30 s left, or a key that just outlives a late commit, it is sent', async () => {
    const late = await recover(bought(order('7')), { deadline: START + 30_000 });
    const old = await recover(bought(order('7')), { at: START - 270_000 });
    expect([late.sentAt, old.sentAt]).toEqual([[30_000], [0]]);
  });

  test('a key older than 5 minutes is not used again', async () => {
    const { it } = await recover(bought(order('7')), { at: START - 301_000 });
    expect(it.provider.purchases).toEqual([]);
  });

  test('no replay leaves more than 5 minutes after the intent, however much time is left', async () => {
    const { sentAt } = await recover(lost('unclear'), {
      at: START - 200_000,
      deadline: START + 3_600_000,
    });
    expect(sentAt.at(-1)).toBeLessThanOrEqual(100_000);
  });
});

test('each way of finding out leaves the purchases of the other dialect alone', async () => {
  const it = world('openapi', {});
  await recoverByKey([intent('k', { dialect: 'guide' })], NONE, limits, it);
  await recoverByBalance([intent('k', { dialect: 'openapi' })], ALONE, limits, it);
  expect(it.log).toEqual([]);
});

test('several intents are looked for side by side', async () => {
  const it = world('openapi', { purchase: [soldOut] });
  await recoverByKey([intent('a'), intent('b')], NONE, limits, it);
  expect(it.clock.elapsed()).toBe(30_000);
});
