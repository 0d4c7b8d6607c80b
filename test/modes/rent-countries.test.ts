import { describe, expect, test } from 'vitest';
import { rentNumbers } from '../../src/modes/rent.ts';
import { world } from '../support/fake-ports.ts';
import { bought, failure, soldOut } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { catalogWish, productWish } from '../support/wishes.ts';

const offers = { indonesia: [offer('42')], germany: [offer('90', { country: 'germany' })] };
const purchase = [bought(order('7'))];

describe('the names of the wished countries', () => {
  test('are all checked before the first number is bought', async () => {
    const it = world('openapi', { offers, purchase });
    await rentNumbers(catalogWish(['indonesia', 'germany']), 1, it);
    expect(it.provider.requiredCountries).toEqual([['indonesia', 'germany']]);
  });

  test('buy nothing where one of them is unknown', async () => {
    const it = world('openapi', { offers, purchase, unknownCountry: failure('invalid-input') });
    const { failure: why } = await rentNumbers(catalogWish(['indonesia', 'gremany']), 1, it);
    expect([why?.kind, it.provider.purchases.length]).toEqual(['invalid-input', 0]);
  });

  test('are not asked for by a product id, nor by a self-test of any country', async () => {
    const byProduct = world('openapi', { purchase });
    await rentNumbers(productWish('42'), 1, byProduct);
    const selfTest = world('openapi', { offers: { any: [offer('42')] }, purchase });
    await rentNumbers({ ...catalogWish([]), selfTest: true }, 1, selfTest);
    expect(byProduct.provider.requiredCountries).toEqual([]);
    expect(selfTest.provider.requiredCountries.flat()).toEqual([]);
  });
});

describe('where the provider chose among the offers of a catalog product and had none', () => {
  const shared = ['42', '44'].map((id) => offer(id, { catalogProductId: '9' }));
  const indonesia = [...shared, offer('46', { catalogProductId: '8', price: 9_000 })];
  const bodies = async (policy: 'best-success' | 'cheapest'): Promise<number> => {
    const it = world('openapi', { offers: { indonesia }, purchase: [soldOut] });
    await rentNumbers(catalogWish(['indonesia'], { policy }), 1, it);
    return it.provider.purchases.length;
  };

  test('all of them count as sold out', async () => {
    expect(await bodies('best-success')).toBe(2);
  });

  test('but one that we chose ourselves stands for itself alone', async () => {
    expect(await bodies('cheapest')).toBe(3);
  });
});
