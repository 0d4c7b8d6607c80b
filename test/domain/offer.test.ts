import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankForSelfTest, rankOffers, type Offer } from '../../src/domain/offer.ts';
import { offer } from '../support/samples.ts';

const ids = (offers: readonly Offer[]): string => offers.map((o) => o.productId).join(' ');

const dear = offer('a', { price: 6000, available: 124 });
const cheap = offer('b', { price: 4500, available: 87 });
const cheapAndFuller = offer('c', { price: 4500, available: 90 });
const twin = offer('d', { price: 4500, available: 87 });
const fullAndCheap = offer('e', { price: 4000, available: 124 });

describe('offers are tried', () => {
  test('cheapest first, the fuller of two at one price, then by id', () => {
    const ranked = rankOffers([dear, twin, cheap, cheapAndFuller], 'cheapest');
    expect(ids(ranked)).toBe('c b d a');
  });

  test('fullest first under most-stock, the cheaper of two with one stock, then by id', () => {
    const ranked = rankOffers([twin, cheap, dear, fullAndCheap], 'most-stock');
    expect(ids(ranked)).toBe('e a b d');
  });

  test('as by price under best-success, where the provider makes the choice', () => {
    expect(ids(rankOffers([dear, cheap], 'best-success'))).toBe('b a');
  });

  test.each(['cheapest', 'most-stock', 'best-success'] as const)(
    'in the same order whatever the order of the catalog: %s',
    (policy) => {
      const offers = [dear, cheap, cheapAndFuller, twin, fullAndCheap];
      const inAnyOrder = fc.shuffledSubarray(offers, { minLength: offers.length });
      fc.assert(
        fc.property(inAnyOrder, (shuffled) => {
          expect(ids(rankOffers(shuffled, policy))).toBe(ids(rankOffers(offers, policy)));
        }),
      );
    },
  );

  test('without touching the list that was handed in', () => {
    const offers = Object.freeze([dear, cheap]);
    rankOffers(offers, 'cheapest');
    expect(ids(offers)).toBe('a b');
  });
});

describe('a paid self-test takes', () => {
  test('the cheapest offer with comfortable stock', () => {
    const scarce = offer('x', { price: 100, available: 9 });
    const enough = offer('y', { price: 900, available: 10 });
    expect(ids(rankForSelfTest([dear, scarce, enough]))).toBe('y a');
  });

  test('the only one with comfortable stock, though others are cheaper', () => {
    const one = offer('x', { price: 100, available: 1 });
    const enough = offer('y', { price: 900, available: 10 });
    expect(ids(rankForSelfTest([one, enough]))).toBe('y');
  });

  test('the fullest where none has comfortable stock', () => {
    const two = offer('x', { price: 100, available: 2 });
    const nine = offer('y', { price: 900, available: 9 });
    expect(ids(rankForSelfTest([two, nine]))).toBe('y x');
  });
});
