import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import type { PurchaseReply } from '../../src/domain/provider.ts';
import { world } from '../support/fake-ports.ts';
import { bought, done, lost, refused, soldOut } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { START } from '../support/fake-clock.ts';
import { catalogWish } from '../support/wishes.ts';

const offers = { indonesia: [offer('42')] };

describe('a stop signal', () => {
  test('between two purchases buys nothing more, and tells what was rented', async () => {
    const it = world('openapi', {
      offers,
      purchase: [
        (): PurchaseReply => {
          it.stopNow();
          return bought(order('7'));
        },
      ],
    });
    const { leases, failure } = await rentNumbers(catalogWish(), 2, it);
    expect([leases.map(({ orderId }) => orderId), failure?.kind]).toEqual([['7'], 'interrupted']);
    expect(it.provider.purchases).toHaveLength(1);
  });

  test('after a sold-out product tries no other', async () => {
    const it = world('openapi', {
      offers: { indonesia: [offer('42'), offer('44')] },
      purchase: [
        (): PurchaseReply => {
          it.stopNow();
          return soldOut;
        },
      ],
    });
    const { failure } = await rentNumbers(catalogWish(), 1, it);
    expect([failure?.kind, it.provider.purchases.length]).toEqual(['interrupted', 1]);
    expect(failure?.message).toMatch(/stopped while renting\. Nothing more is bought/);
  });

  test('at the last number says interrupted all the same', async () => {
    const it = world('openapi', {
      offers,
      purchase: [
        (): PurchaseReply => {
          it.stopNow();
          return bought(order('7'));
        },
      ],
    });
    const { leases, failure } = await rentNumbers(catalogWish(), 1, it);
    expect([leases.map(({ orderId }) => orderId), failure?.kind]).toEqual([['7'], 'interrupted']);
  });

  test('lets a purchase in flight answer: that call ends only with the halt signal', async () => {
    const it = world('openapi', { offers, purchase: [bought(order('7'))] });
    await rentNumbers(catalogWish(), 1, it);
    expect(it.provider.limits.map(({ signal }) => signal === it.halt)).toEqual([false, true]);
  });

  test('lets no other exchange of a purchase begin, nor does the tombstone', async () => {
    const it = world('openapi', { offers, purchase: [bought(order('7'))] });
    await rentNumbers(catalogWish(), 1, it);
    const limits = it.provider.limits.at(-1);
    expect([limits?.stop === it.stop, limits?.mayLeave?.()]).toEqual([true, true]);
    it.journal.closed = true;
    expect(limits?.mayLeave?.()).toBe(false);
  });

  test('leaves a reply that was lost meanwhile to post', async () => {
    const it = world('openapi', {
      offers,
      purchase: [
        (): PurchaseReply => {
          it.stopNow();
          return lost('cut');
        },
      ],
    });
    await rentNumbers(catalogWish(), 1, it);
    expect(it.provider.purchases).toHaveLength(1);
    expect(it.journal.events.map(({ type }) => type)).toEqual(['intent']);
  });
});

test('a purchase that the halt signal cut off is left to post', async () => {
  const it = world('openapi', { offers, purchase: [lost('unclear', 'interrupted')] });
  const { failure } = await rentNumbers(catalogWish(), 1, it);
  expect([failure?.kind, it.provider.purchases.length, it.clock.elapsed()]).toEqual([
    'interrupted',
    1,
    0,
  ]);
});

describe('once post has begun', () => {
  test('nothing is bought any more', async () => {
    const it = world('openapi', { offers, purchase: [bought(order('7'))] });
    it.journal.closed = true;
    const { failure } = await rentNumbers(catalogWish(), 1, it);
    expect([failure?.kind, it.provider.purchases.length]).toEqual(['interrupted', 0]);
    expect(failure?.message).toMatch(/post step has already begun/);
  });

  const meanwhile = (it: () => ReturnType<typeof world>) => (): PurchaseReply => {
    it().journal.closed = true;
    return bought(order('7'));
  };

  test('an order that was bought meanwhile is journaled and given back at once', async () => {
    const it = world('openapi', {
      offers,
      purchase: [meanwhile(() => it)],
      order: { 7: [order('7')] },
      cancel: [done],
    });
    const { leases, failure } = await rentNumbers(catalogWish(), 1, it);
    expect([leases, failure?.kind]).toEqual([[], 'interrupted']);
    expect(it.log.slice(-4)).toEqual(['journal rented', 'order 7', 'cancel 7', 'journal closed']);
  });

  test('a cancel window that opens within 5 s is waited for', async () => {
    const shut = {
      permissions: { finish: false, cancel: false, cancelAvailableAt: START + 5_000 },
    };
    const it = world('openapi', {
      offers,
      purchase: [meanwhile(() => it)],
      order: { 7: [() => order('7', it.clock.elapsed() < 5_000 ? shut : {})] },
      cancel: [done],
    });
    const { failure } = await rentNumbers(catalogWish(), 1, it);
    expect([failure?.kind, it.calls().at(-1)]).toEqual(['interrupted', 'cancel 7']);
  });

  test('an order that was bought meanwhile and cannot be given back is leaked', async () => {
    const it = world('openapi', {
      offers,
      purchase: [meanwhile(() => it)],
      order: { 7: [order('7')] },
      cancel: [refused('provider-outage')],
    });
    const { failure } = await rentNumbers(catalogWish(), 1, it);
    expect([failure?.kind, failure?.context.orderId]).toEqual(['leaked', '7']);
  });
});
