import { describe, expect, test } from 'vitest';
import { openProvider } from '../support/nocked-api.ts';
import { offer } from '../support/samples.ts';

describe('an openapi create', () => {
  const chosen = offer('42', { catalogProductId: '7' });
  const body = async (over: object): Promise<unknown> => {
    const { provider } = await openProvider('openapi', {});
    const what = { offer: chosen, bestSuccess: false, maxPrice: null, ...over };
    return JSON.parse(provider.purchaseRequest(what, 'k').body);
  };

  test('takes exactly the offer that the plan chose', async () => {
    expect(await body({ maxPrice: 5000 })).toEqual({ product_id: 42 });
  });

  test('leaves the choice to the provider under best-success, within the max-price', async () => {
    expect(await body({ bestSuccess: true, maxPrice: 5000 })).toEqual({
      catalog_product_id: 7,
      policy: 'best_success',
      max_price: 5000,
    });
  });

  test('sends no max_price under best-success where there is none', async () => {
    expect(await body({ bestSuccess: true })).toEqual({
      catalog_product_id: 7,
      policy: 'best_success',
    });
  });

  test('takes the offer itself under best-success where the catalog has no such id', async () => {
    expect(await body({ bestSuccess: true, offer: offer('44') })).toEqual({ product_id: 44 });
  });
});

test('a guide create takes the offer that the plan chose', async () => {
  const { provider } = await openProvider('guide', {});
  const what = { offer: offer('44'), bestSuccess: true, maxPrice: 5000 };
  expect(provider.purchaseRequest(what, 'k')).toEqual({
    path: '/orders',
    body: '{"product_id":44}',
    idempotencyKey: 'k',
  });
});
