import { describe, expect, test } from 'vitest';
import { acquire } from '../../src/modes/acquire.ts';
import type { PurchaseReply } from '../../src/domain/provider.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, done, lost, no, refused } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { START } from '../support/fake-clock.ts';
import { catalogWish } from '../support/wishes.ts';

const offers = { indonesia: [offer('42')] };
const orders = { 7: [order('7')], 8: [order('8')] };
const ids = (leases: readonly { orderId: string }[]): string[] => leases.map((l) => l.orderId);
const cancels = (it: World): string[] => it.calls().filter((call) => call.startsWith('cancel'));

const oneOfTwo = (then: PurchaseReply): World =>
  world('openapi', {
    offers,
    purchase: [bought(order('7')), then],
    order: orders,
    cancel: [done],
  });

test('all the numbers are kept when all can be had', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7')), bought(order('8'))] });
  const { leases, failure, released } = await acquire(catalogWish(), 2, false, it);
  expect([ids(leases), failure, released]).toEqual([['7', '8'], null, []]);
});

describe('all or nothing', () => {
  test('what was rented is given back when the rest cannot be had', async () => {
    const it = oneOfTwo(no('banned'));
    const { leases, failure, released } = await acquire(catalogWish(), 2, false, it);
    expect([leases, failure?.kind]).toEqual([[], 'banned']);
    expect(released.map(({ lease, how }) => [lease.orderId, how])).toEqual([['7', 'cancelled']]);
  });

  test('a number that cannot be given back yet is left to post after 10 s', async () => {
    const it = world('openapi', {
      offers,
      purchase: [bought(order('7')), no('banned')],
      order: orders,
      cancel: [refused('provider-outage')],
    });
    const { failure } = await acquire(catalogWish(), 2, false, it);
    expect(failure?.kind).toBe('banned');
    expect(it.clock.elapsed()).toBeLessThanOrEqual(10_000);
    expect(it.journal.events.map(({ type }) => type)).not.toContain('closed');
  });

  test.each([
    ['opens within 10 s is waited for', 10_000, ['cancel 7']],
    ['opens later is left to post', 10_001, []],
  ])('a cancel window that %s', async (_, opensAt, expected) => {
    const shut = {
      permissions: { finish: false, cancel: false, cancelAvailableAt: START + opensAt },
    };
    const it = world('openapi', {
      offers,
      purchase: [bought(order('7')), no('banned')],
      order: { 7: [() => order('7', it.clock.elapsed() < opensAt ? shut : {})] },
      cancel: [done],
    });
    await acquire(catalogWish(), 2, false, it);
    expect(cancels(it)).toEqual(expected);
  });

  test('what is given back is told; where there is nothing, nothing is', async () => {
    const it = oneOfTwo(no('banned'));
    await acquire(catalogWish(), 2, false, it);
    expect(it.reporter.infos).toContain('Giving back 1 number(s) that are of no use alone.');
    const none = world('openapi', { offers, purchase: [no('banned')] });
    await acquire(catalogWish(), 1, false, none);
    expect(none.reporter.infos).toEqual([]);
  });

  test('a number above max-price is given back', async () => {
    const it = world('openapi', {
      offers,
      purchase: [bought(order('7', { amount: 9_000 }))],
      order: orders,
      cancel: [done],
    });
    const wish = catalogWish(['indonesia'], { maxPrice: 5_000 });
    const { leases, failure } = await acquire(wish, 1, false, it);
    expect([leases, failure?.kind, cancels(it)]).toEqual([[], 'price-too-high', ['cancel 7']]);
  });
});

describe('allow-partial', () => {
  test('some numbers are better than none: they are kept, with one warning', async () => {
    const it = oneOfTwo(no('banned'));
    const { leases, failure } = await acquire(catalogWish(), 2, true, it);
    expect([ids(leases), failure, cancels(it)]).toEqual([['7'], null, []]);
    expect(it.reporter.warnings).toEqual(['Rented 1 of 2 numbers: banned']);
  });

  test('a purchase without an answer may have been made, and the warning says so', async () => {
    const it = oneOfTwo(lost('unclear', 'provider-outage'));
    await acquire(catalogWish(), 2, true, it);
    expect(it.reporter.warnings).toEqual([
      expect.stringMatching(/^Rented 1 of 2 numbers: .*may be rented all the same: the post step/),
    ]);
  });

  test('no number at all is a failure', async () => {
    const it = world('openapi', { offers, purchase: [no('banned')] });
    const { failure } = await acquire(catalogWish(), 2, true, it);
    expect(failure?.kind).toBe('banned');
  });

  test('the number above max-price is given back, the others are kept', async () => {
    const it = oneOfTwo(bought(order('8', { amount: 9_000 })));
    const wish = catalogWish(['indonesia'], { maxPrice: 5_000 });
    const { leases, failure } = await acquire(wish, 2, true, it);
    expect([ids(leases), failure, cancels(it)]).toEqual([['7'], null, ['cancel 8']]);
  });

  test('a leak is never only a warning', async () => {
    const it = world('guide', {
      balance: [100_000, 91_000],
      offers,
      purchase: [bought(order('7')), lost('cut')],
      order: orders,
      cancel: [done],
    });
    const { failure } = await acquire(catalogWish(), 2, true, it);
    expect(failure?.kind).toBe('leaked');
  });
});

test.each([true, false])(
  'a stopped step keeps what it rented for post (allow-partial %s)',
  async (allowPartial) => {
    const it = world('openapi', {
      offers,
      purchase: [
        (): PurchaseReply => {
          it.stopNow();
          return bought(order('7'));
        },
      ],
    });
    const { leases, failure, released } = await acquire(catalogWish(), 2, allowPartial, it);
    expect([ids(leases), failure?.kind, released]).toEqual([['7'], 'interrupted', []]);
  },
);
