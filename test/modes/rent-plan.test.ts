import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought, no, soldOut } from '../support/fake-provider.ts';
import { lease, offer, order } from '../support/samples.ts';
import { catalogWish, productWish } from '../support/wishes.ts';

const bodies = (it: ReturnType<typeof world>): string[] =>
  it.provider.purchases.map(({ body }) => body);
const product = (id: string): string => JSON.stringify({ product_id: id });

test('the cheapest product in stock is rented', async () => {
  const indonesia = [offer('44', { price: 6_000 }), offer('42'), offer('40', { available: 0 })];
  const it = world('openapi', { offers: { indonesia }, purchase: [bought(order('7'))] });
  await rentNumbers(catalogWish(), 1, it);
  expect(bodies(it)).toEqual([product('42')]);
});

test('a sold-out product gives way to the next one, and the catalog is read anew next time', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42'), offer('44', { price: 6_000 })] },
    purchase: [soldOut, bought(order('7'))],
  });
  const { leases, failure } = await rentNumbers(catalogWish(), 1, it);
  expect(bodies(it)).toEqual([product('42'), product('44')]);
  expect(it.log).toContain('forget-offers');
  expect([leases.length, failure]).toEqual([1, null]);
  expect(it.reporter.infos[0]).toBe('Product 42 is sold out; trying the next one.');
});

test('a product that sold out is not asked for again', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42'), offer('44', { price: 6_000 })] },
    purchase: [soldOut, bought(order('7')), bought(order('8'))],
  });
  await rentNumbers(catalogWish(), 2, it);
  expect(bodies(it)).toEqual([product('42'), product('44'), product('44')]);
});

test('as many products are tried as there are', async () => {
  const indonesia = ['1', '2', '3', '4', '5'].map((id) => offer(id));
  const it = world('openapi', { offers: { indonesia }, purchase: [soldOut] });
  await rentNumbers(catalogWish(), 1, it);
  expect(it.provider.purchases).toHaveLength(5);
});

test('a country without products left gives way to the next one', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')], germany: [offer('90', { country: 'germany' })] },
    purchase: [soldOut, bought(order('7'))],
  });
  const { leases } = await rentNumbers(catalogWish(['indonesia', 'germany']), 1, it);
  expect(leases.map(({ country }) => country)).toEqual(['germany']);
});

test('a later country is not looked up while an earlier one has numbers', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7')), bought(order('8'))],
  });
  await rentNumbers(catalogWish(['indonesia', 'germany']), 2, it);
  expect(it.calls().filter((call) => call.startsWith('offers'))).toEqual([
    'offers indonesia whatsapp',
  ]);
});

test('stock that this step used up itself is not asked for again', async () => {
  const it = world('openapi', {
    offers: {
      indonesia: [offer('42', { available: 2 }), offer('44', { available: 1, price: 6_000 })],
    },
    purchase: [bought(order('7')), bought(order('8')), bought(order('9'))],
  });
  await rentNumbers(catalogWish(), 3, it);
  expect(bodies(it)).toEqual([product('42'), product('42'), product('44')]);
});

test('without a number in any country it is no-stock, and names what was tried', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')], germany: [] },
    purchase: [soldOut],
  });
  const { failure } = await rentNumbers(catalogWish(['indonesia', 'germany']), 1, it);
  expect(failure?.kind).toBe('no-stock');
  expect(failure?.message).toMatch(/"indonesia", "germany".*42/);
});

test('a refusal of another kind ends it at once', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42'), offer('44')] },
    purchase: [no('banned')],
  });
  const { failure } = await rentNumbers(catalogWish(), 1, it);
  expect([failure?.kind, bodies(it).length]).toEqual(['banned', 1]);
});

test('what was rented before a failure is told', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7')), no('banned')],
  });
  const { leases, failure } = await rentNumbers(catalogWish(), 3, it);
  expect(leases.map(({ orderId }) => orderId)).toEqual(['7']);
  expect(failure?.kind).toBe('banned');
});

test('best-success leaves the choice to the provider, with the price limit as its guard', async () => {
  const it = world('openapi', {
    offers: { indonesia: [offer('42')] },
    purchase: [bought(order('7'))],
  });
  await rentNumbers(catalogWish(['indonesia'], { policy: 'best-success', maxPrice: 5_000 }), 1, it);
  expect(bodies(it)).toEqual(['{"product_id":"42","policy":"best_success","max_price":5000}']);
});

describe('by product id', () => {
  test('the catalog is not looked up, so the country is not known', async () => {
    const it = world('openapi', { purchase: [bought(order('7'))] });
    const { leases } = await rentNumbers(productWish('42'), 1, it);
    expect(leases).toEqual([lease('7', { country: '', countryCode: '', platform: '' })]);
    expect(it.calls().map((call) => call.split(' ')[0])).toEqual(['purchase']);
  });

  test('a product that sold out is no-stock, for no other may be taken', async () => {
    const it = world('openapi', { purchase: [soldOut] });
    const { failure } = await rentNumbers(productWish('42'), 1, it);
    expect(failure?.kind).toBe('no-stock');
    expect(failure?.message).toMatch(/^Product 42 has no number left\. Set another "product-id"/);
    expect(it.provider.purchases).toHaveLength(1);
  });
});
