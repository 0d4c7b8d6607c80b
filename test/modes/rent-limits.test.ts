import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, failure, no } from '../support/fake-provider.ts';
import { START } from '../support/fake-clock.ts';
import { lease, offer, order } from '../support/samples.ts';
import { catalogWish, productWish } from '../support/wishes.ts';

const offers = { indonesia: [offer('42')] };
const two = [bought(order('7')), bought(order('8'))];

const balancesOfIntents = (it: World): (number | null)[] =>
  it.journal.events.flatMap((event) => (event.type === 'intent' ? [event.intent.balance] : []));
const reads = (it: World): number => it.calls().filter((call) => call === 'balance').length;

describe('balance', () => {
  test('on a guide server it is read once and reckoned for each further purchase', async () => {
    const it = world('guide', { balance: [100_000], offers, purchase: two });
    await rentNumbers(catalogWish(), 2, it);
    expect(balancesOfIntents(it)).toEqual([100_000, 95_500]);
    expect(reads(it)).toBe(1);
  });

  test('it is reckoned with the price that was charged, not with that of the catalog', async () => {
    const charged = [bought(order('7', { amount: 5_000 })), bought(order('8'))];
    const it = world('guide', { balance: [100_000], offers, purchase: charged });
    await rentNumbers(catalogWish(), 2, it);
    expect(balancesOfIntents(it)).toEqual([100_000, 95_000]);
  });

  test('on a guide server it is read again where a price is not known', async () => {
    const unpriced = ['7', '8'].map((id) => bought(order(id, { amount: null })));
    const it = world('guide', { balance: [100_000, 95_500], purchase: unpriced });
    await rentNumbers(productWish('42'), 2, it);
    expect(balancesOfIntents(it)).toEqual([100_000, 95_500]);
  });

  test('on an openapi server it is not read where nothing depends on it', async () => {
    const it = world('openapi', { offers, purchase: two });
    await rentNumbers(catalogWish(), 2, it);
    expect(reads(it)).toBe(0);
  });

  test('one that cannot be read buys nothing', async () => {
    const it = world('guide', { balance: [failure('unauthorized')], offers, purchase: two });
    const { failure: why } = await rentNumbers(catalogWish(), 1, it);
    expect([why?.kind, it.provider.purchases.length]).toEqual(['unauthorized', 0]);
  });

  test.each([
    ['of the catalog', catalogWish(['indonesia'], { minBalance: 100_000 })],
    ['by its id', productWish('42', { minBalance: 100_000 })],
  ])('below min-balance no number %s is bought', async (_, wish) => {
    const it = world('openapi', { balance: [99_999], offers, purchase: two });
    const { failure: why } = await rentNumbers(wish, 1, it);
    expect([why?.kind, it.provider.purchases.length]).toEqual(['low-balance', 0]);
  });

  test('min-balance holds for each further number', async () => {
    const it = world('openapi', { balance: [100_000], offers, purchase: two });
    const wish = catalogWish(['indonesia'], { minBalance: 98_000 });
    const { leases, failure: why } = await rentNumbers(wish, 2, it);
    expect([leases.length, why?.kind]).toEqual([1, 'low-balance']);
  });

  test('a price beyond the balance is not even tried', async () => {
    const it = world('guide', { balance: [4_499], offers, purchase: two });
    const { failure: why } = await rentNumbers(catalogWish(), 1, it);
    expect([why?.kind, it.provider.purchases.length]).toEqual(['low-balance', 0]);
  });

  test("the provider's own low-balance is told with balance and price", async () => {
    const it = world('guide', { balance: [100_000], offers, purchase: [no('low-balance')] });
    const { failure: why } = await rentNumbers(catalogWish(), 1, it);
    expect(why?.kind).toBe('low-balance');
    expect(why?.message).toMatch(/100000 IDR.*4500 IDR/);
  });
});

test('balance and catalog are read side by side', async () => {
  const slow = async <T>(value: T): Promise<T> => {
    await it.clock.sleep(2_000);
    return value;
  };
  const it: World = world('guide', {
    balance: [() => slow(100_000)],
    offers: { indonesia: () => slow([offer('42')]) },
    purchase: two,
  });
  await rentNumbers(catalogWish(), 1, it);
  expect(it.clock.elapsed()).toBe(2_000);
});

test('renting ends after 5 minutes, when a replay would not be safe any more', async () => {
  const it = world('openapi', { offers, purchase: two });
  await rentNumbers(catalogWish(), 1, it);
  const deadlines = it.provider.limits.map(({ deadline }) => deadline - START);
  expect(deadlines).toEqual([300_000, 300_000]);
});

test('a price that the order does not name is that of the catalog', async () => {
  const it = world('openapi', { offers, purchase: [bought(order('7', { amount: null }))] });
  const { leases } = await rentNumbers(catalogWish(), 1, it);
  expect(leases.map(({ price }) => price)).toEqual([4_500]);
});

describe('max-price', () => {
  const wish = catalogWish(['indonesia'], { maxPrice: 5_000 });

  test('a dearer product is not bought', async () => {
    const dear = { indonesia: [offer('42', { price: 5_001 })] };
    const it = world('openapi', { offers: dear, purchase: two });
    const { failure: why } = await rentNumbers(wish, 1, it);
    expect([why?.kind, it.provider.purchases.length]).toEqual(['price-too-high', 0]);
  });

  test('a number that was charged above it fails, names its order, and is told for giving back', async () => {
    const it = world('openapi', { offers, purchase: [bought(order('7', { amount: 5_001 }))] });
    const { leases, failure: why } = await rentNumbers(wish, 1, it);
    expect([why?.kind, why?.context.orderId]).toEqual(['price-too-high', '7']);
    expect(why?.message).toMatch(
      /^The provider charged 5001 IDR for order 7, above the "max-price" of 5000 IDR\. The number is given back\./,
    );
    expect(leases).toEqual([lease('7', { price: 5_001 })]);
  });

  test('a number that was charged exactly at it is kept', async () => {
    const it = world('openapi', { offers, purchase: [bought(order('7', { amount: 5_000 }))] });
    const { failure: why } = await rentNumbers(wish, 1, it);
    expect(why).toBeNull();
  });
});
