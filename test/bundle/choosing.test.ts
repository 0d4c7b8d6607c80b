import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

/** Two offers in Indonesia, one in Germany; the cheapest is the first. */
const products = [
  { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available: 20 },
  { id: 44, country: 'indonesia', platform: 'whatsapp', price: 6000, available: 90 },
  { id: 60, country: 'germany', platform: 'whatsapp', price: 9000, available: 50 },
];

function soldOut(...ids: number[]): typeof products {
  return products.map((one) => (ids.includes(one.id) ? { ...one, available: 0 } : one));
}

describe.each(DIALECTS)('what acquire rents (%s)', (dialect) => {
  const unavailable = {
    kind: 'error',
    status: dialect === 'guide' ? 409 : 422,
    code: dialect === 'guide' ? 'PRODUCT_UNAVAILABLE' : 'NO_OFFER_AVAILABLE',
  } as const;

  test.each([
    ['cheapest', 42],
    ['most-stock', 44],
  ])('the policy "%s" decides', async (policy, product) => {
    const { job, rent, orders } = await openWorld(dialect, { catalog: { products } });

    await job.step({ ...rent, policy });

    expect(orders().map((order) => order.product_id)).toEqual([product]);
  });

  test('a product without stock gives way to the next of the country', async () => {
    const world = await openWorld(dialect, { catalog: { products: soldOut(42) } });

    await world.job.step({ ...world.rent, country: 'indonesia, germany' });

    expect(world.orders().map((order) => order.product_id)).toEqual([44]);
    expect(world.requests('create')).toHaveLength(1);
  });

  test('a product that proves sold out on purchase gives way to the next', async () => {
    const { job, rent, sandbox, orders } = await openWorld(dialect, { catalog: { products } });
    sandbox.addFault({ match: { operation: 'create' }, fault: unavailable });

    const { code, errors, warnings } = await job.step(rent);

    expect({ code, errors, warnings }).toEqual({ code: 0, errors: [], warnings: [] });
    expect(orders().map((order) => order.product_id)).toEqual([44]);
  });

  test('an empty country gives way to the next one of the list', async () => {
    const world = await openWorld(dialect, { catalog: { products: soldOut(42, 44) } });

    const { outputs } = await world.job.step({ ...world.rent, country: 'ID\nDE' });

    expect(outputs).toMatchObject({ country: 'germany', 'country-code': 'DE', price: '9000' });
  });

  test('a country that proves empty on purchase gives way to the next one', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { catalog: { products } });
    sandbox.addFault({ match: { operation: 'create' }, count: 2, fault: unavailable });

    const { outputs } = await job.step({ ...rent, country: 'indonesia, germany' });

    expect(outputs['country']).toBe('germany');
  });
});

test('"best-success" leaves the choice to the provider, within "max-price"', async () => {
  const rated = products.map((one) => ({ ...one, successRate: one.id === 44 ? 0.99 : 0.5 }));
  const { job, rent, orders } = await openWorld('openapi', { catalog: { products: rated } });

  await job.step({ ...rent, policy: 'best-success' });
  await job.step({ ...rent, policy: 'best-success', 'max-price': '5000' });

  expect(orders().map((order) => order.product_id)).toEqual([44, 42]);
});
