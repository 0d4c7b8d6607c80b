import { describe, expect, test } from 'vitest';
import type { Offer } from '../../src/domain/offer.ts';
import {
  lowBalance,
  nextPurchaseStep,
  type CountryState,
  type PurchaseLimits,
  type PurchaseState,
} from '../../src/domain/purchase-plan.ts';
import { offer } from '../support/samples.ts';

const seen = (country: string, ...offers: Offer[]): CountryState => ({
  country,
  seen: true,
  offers,
});
const unseen = (country: string): CountryState => ({ country, seen: false });

const ID_CHEAP = offer('42', { price: 4500, available: 87 });
const ID_FULL = offer('44', { price: 6000, available: 124 });
const BRAZIL = offer('50', { country: 'brazil', price: 3000, available: 5 });

interface Wish extends Partial<PurchaseLimits> {
  soldOut?: string[];
  balance?: number;
}

function step(countries: CountryState[], wish: Wish = {}): ReturnType<typeof nextPurchaseStep> {
  const { soldOut = [], balance = null, ...limits } = wish;
  const state: PurchaseState = {
    platform: 'whatsapp',
    countries,
    limits: { policy: 'cheapest', maxPrice: null, minBalance: null, ...limits },
    soldOut: new Set(soldOut),
    balance,
  };
  return nextPurchaseStep(state);
}

/** Kind and message of the failure that it gives up with. */
function refusal(countries: CountryState[], wish: Wish = {}): [kind: string, message: string] {
  const next = step(countries, wish);
  return next.do === 'give-up' ? [next.failure.kind, next.failure.message] : [next.do, ''];
}

describe('the next step', () => {
  test('looks up the first country first', () => {
    expect(step([unseen('indonesia'), unseen('brazil')])).toEqual({
      do: 'look-up',
      country: 'indonesia',
    });
  });

  test('buys in the first country without looking up the second', () => {
    expect(step([seen('indonesia', ID_CHEAP), unseen('brazil')])).toEqual({
      do: 'buy',
      offer: ID_CHEAP,
    });
  });

  test('buys in the order of the countries, not of the prices', () => {
    expect(step([seen('indonesia', ID_CHEAP), seen('brazil', BRAZIL)])).toMatchObject({
      offer: ID_CHEAP,
    });
  });

  test.each([
    ['cheapest', ID_CHEAP],
    ['most-stock', ID_FULL],
    ['best-success', ID_CHEAP],
  ] as const)('chooses within a country by policy: %s', (policy, chosen) => {
    expect(step([seen('indonesia', ID_FULL, ID_CHEAP)], { policy })).toMatchObject({
      offer: chosen,
    });
  });

  test('goes to the next product when one proved to be sold out', () => {
    expect(step([seen('indonesia', ID_CHEAP, ID_FULL)], { soldOut: ['42'] })).toMatchObject({
      offer: ID_FULL,
    });
  });

  test('goes to the next country when the first has sold out', () => {
    const countries = [seen('indonesia', ID_CHEAP), unseen('brazil')];
    expect(step(countries, { soldOut: ['42'] })).toEqual({ do: 'look-up', country: 'brazil' });
  });

  test('goes to the next country when the first has no stock', () => {
    const empty = offer('42', { available: 0 });
    expect(step([seen('indonesia', empty), seen('brazil', BRAZIL)])).toMatchObject({
      offer: BRAZIL,
    });
  });

  test('goes to the next country when the first is too dear', () => {
    const countries = [seen('indonesia', ID_CHEAP), seen('brazil', BRAZIL)];
    expect(step(countries, { maxPrice: 4499 })).toMatchObject({ offer: BRAZIL });
  });

  test('buys the last number in stock', () => {
    const last = offer('42', { available: 1 });
    expect(step([seen('indonesia', last), unseen('brazil')])).toMatchObject({ do: 'buy' });
  });

  test('buys at exactly the max-price', () => {
    expect(step([seen('indonesia', ID_CHEAP)], { maxPrice: 4500 })).toMatchObject({ do: 'buy' });
  });

  test('buys with exactly the min-balance', () => {
    const wish = { minBalance: 50_000, balance: 50_000 };
    expect(step([seen('indonesia', ID_CHEAP)], wish)).toMatchObject({ do: 'buy' });
  });

  test('buys with exactly the price as the balance', () => {
    expect(step([seen('indonesia', ID_CHEAP)], { balance: 4500 })).toMatchObject({ do: 'buy' });
  });
});

describe('it gives up', () => {
  test('below the min-balance before anything is looked up, and says both figures', () => {
    const [kind, message] = refusal([unseen('indonesia')], { minBalance: 50_000, balance: 49_999 });
    expect(kind).toBe('low-balance');
    expect(message).toContain('The balance is 49999 IDR, below the "min-balance" of 50000 IDR');
  });

  test('when the balance does not pay for the product, and says balance and price', () => {
    const [kind, message] = refusal([seen('indonesia', ID_CHEAP)], { balance: 4499 });
    expect(kind).toBe('low-balance');
    expect(message).toContain('The balance of 4499 IDR does not pay for a number at 4500 IDR');
  });

  test('when all that is left is too dear, and says the limit and the cheapest price', () => {
    const countries = [seen('indonesia', ID_FULL, ID_CHEAP), seen('brazil', BRAZIL)];
    const [kind, message] = refusal(countries, { maxPrice: 2999 });
    expect(kind).toBe('price-too-high');
    expect(message).toContain('"max-price" of 2999 IDR; the cheapest is 3000 IDR in "brazil"');
  });

  test('for want of stock when the one product within the limit proved to be sold out', () => {
    const [kind] = refusal([seen('indonesia', ID_CHEAP)], { maxPrice: 4500, soldOut: ['42'] });
    expect(kind).toBe('no-stock');
  });

  test('by the price when the last number in stock is too dear', () => {
    const last = offer('42', { price: 4500, available: 1 });
    expect(refusal([seen('indonesia', last)], { maxPrice: 4499 })[0]).toBe('price-too-high');
  });

  test('by the price when a dearer product is left after the one within the limit sold out', () => {
    const wish = { maxPrice: 4500, soldOut: ['42'] };
    const [kind, message] = refusal([seen('indonesia', ID_CHEAP, ID_FULL)], wish);
    expect(kind).toBe('price-too-high');
    expect(message).toContain('the cheapest is 6000 IDR');
  });

  test('when no country has stock, and names platform, countries and what to do', () => {
    const countries = [seen('germany'), seen('atlantis', offer('1', { available: 0 }))];
    const [kind, message] = refusal(countries);
    expect(kind).toBe('no-stock');
    expect(message).toBe(
      'No numbers left for "whatsapp" in "germany", "atlantis". Add a country to "country".',
    );
  });

  test('and doubts the spelling where the catalog has nothing at all', () => {
    const [kind, message] = refusal([seen('indonesie')]);
    expect(kind).toBe('no-stock');
    expect(message).toContain('Check the spelling of "platform" and "country"');
  });

  test('and names the products that proved to be sold out', () => {
    const countries = [seen('indonesia', ID_CHEAP, ID_FULL)];
    const [, message] = refusal(countries, { soldOut: ['42', '44'] });
    expect(message).toContain('Tried and sold out meanwhile: product 42, 44.');
  });

  test('and proposes a higher max-price only where there is one', () => {
    const [, message] = refusal([seen('germany', offer('1', { available: 0 }))], {
      maxPrice: 1000,
    });
    expect(message).toContain('Add a country to "country", or raise "max-price".');
  });
});

describe('the words for a balance that is too low', () => {
  test('leave out the figures that are not known', () => {
    expect(lowBalance(null, null).message).toContain('The balance does not pay for a number.');
  });
});
