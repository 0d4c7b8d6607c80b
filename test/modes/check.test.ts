import { describe, expect, test } from 'vitest';
import { check, type CheckWish } from '../../src/modes/check.ts';
import { START } from '../support/fake-clock.ts';
import { world } from '../support/fake-ports.ts';
import { failure } from '../support/fake-provider.ts';
import { offer } from '../support/samples.ts';

const wish: CheckWish = {
  countries: ['indonesia'],
  platform: 'whatsapp',
  limits: { policy: 'cheapest', maxPrice: null, minBalance: null },
};
const limits = { deadline: START + 120_000 };
const offers = { indonesia: [offer('44', { price: 6_000 }), offer('42')] };

test('balance and catalog are read, and nothing is bought', async () => {
  const it = world('openapi', { balance: [100_000], offers });
  await check(wish, limits, it);
  expect(it.log).toEqual(['balance', 'offers indonesia whatsapp']);
});

test('it tells the balance, and the offers in stock, cheapest first', async () => {
  const stocked = { indonesia: [...offers.indonesia, offer('40', { available: 0 })] };
  const it = world('openapi', { balance: [100_000], offers: stocked });
  const checked = await check(wish, limits, it);
  expect(checked.balance).toBe(100_000);
  expect(checked.offers.map(({ productId }) => productId)).toEqual(['42', '44']);
  expect(checked.failure).toBeNull();
});

test('all wished countries are looked up', async () => {
  const it = world('openapi', { balance: [100_000], offers: { ...offers, germany: [] } });
  await check({ ...wish, countries: ['germany', 'indonesia'] }, limits, it);
  expect(it.calls()).toEqual(['balance', 'offers germany whatsapp', 'offers indonesia whatsapp']);
});

test('without a country the whole catalog of the platform is read', async () => {
  const it = world('openapi', { balance: [100_000], offers: { any: [offer('42')] } });
  const { failure: why } = await check({ ...wish, countries: [] }, limits, it);
  expect([it.calls(), why]).toEqual([['balance', 'offers any whatsapp'], null]);
});

test('without a platform all that a country has is read', async () => {
  const it = world('openapi', { balance: [100_000], offers: { indonesia: [] } });
  const { failure: why } = await check({ ...wish, platform: null }, limits, it);
  expect(it.calls()).toEqual(['balance', 'offers indonesia any']);
  expect(why?.message).toContain('"any platform" in "indonesia"');
});

test('a whole catalog without stock says that no country has any', async () => {
  const it = world('openapi', { balance: [100_000], offers: { any: [] } });
  const { failure: why } = await check({ ...wish, countries: [] }, limits, it);
  expect(why?.message).toContain('"whatsapp" in "any country"');
});

test('the last number in stock counts as stock', async () => {
  const last = { indonesia: [offer('42', { available: 1 })] };
  const it = world('openapi', { balance: [100_000], offers: last });
  const checked = await check(wish, limits, it);
  expect([checked.offers.length, checked.failure]).toEqual([1, null]);
});

test('without platform and country the balance alone is read', async () => {
  const it = world('openapi', { balance: [0] });
  const { failure: why } = await check({ ...wish, countries: [], platform: null }, limits, it);
  expect([it.calls(), why]).toEqual([['balance'], null]);
});

describe('it fails as a purchase would', () => {
  test.each([
    ['no-stock', 100_000, [offer('42', { available: 0 })], {}],
    ['price-too-high', 100_000, [offer('42')], { maxPrice: 4_000 }],
    ['low-balance', 4_499, [offer('42')], {}],
    ['low-balance', 50_000, [offer('42')], { minBalance: 50_001 }],
  ] as const)('with %s', async (kind, balance, indonesia, purchaseLimits) => {
    const it = world('openapi', { balance: [balance], offers: { indonesia: [...indonesia] } });
    const asked = { ...wish, limits: { ...wish.limits, ...purchaseLimits } };
    const checked = await check(asked, limits, it);
    expect([checked.failure?.kind, checked.balance]).toEqual([kind, balance]);
  });

  test('with low-balance below min-balance also where no catalog is asked for', async () => {
    const it = world('openapi', { balance: [9] });
    const asked = { countries: [], platform: null, limits: { ...wish.limits, minBalance: 10 } };
    const { failure: why } = await check(asked, limits, it);
    expect(why?.kind).toBe('low-balance');
  });
});

test('a wrong token is told, and no catalog is read', async () => {
  const it = world('openapi', { balance: [failure('unauthorized')], offers });
  const checked = await check(wish, limits, it);
  expect([checked.failure?.kind, checked.balance, it.calls()]).toEqual([
    'unauthorized',
    null,
    ['balance'],
  ]);
});

test('a country that the catalog does not know is told beside the balance', async () => {
  const it = world('openapi', {
    balance: [100_000],
    offers: { indonesia: failure('invalid-input') },
  });
  const checked = await check(wish, limits, it);
  expect([checked.failure?.kind, checked.balance]).toEqual(['invalid-input', 100_000]);
});
