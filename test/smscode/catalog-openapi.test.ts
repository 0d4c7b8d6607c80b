import { describe, expect, test } from 'vitest';
import type { Offer } from '../../src/domain/offer.ts';
import { ok, refusal } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { openProvider, type Opened, type Routes } from '../support/nocked-api.ts';
import { COUNTRIES, PRODUCTS, SERVICES } from './fixtures.ts';

const CATALOG: Routes = {
  'GET /v1/catalog/countries': ok(COUNTRIES),
  'GET /v1/catalog/services': ok(SERVICES),
  'GET /v1/catalog/products': ok(PRODUCTS),
};

async function offers(
  country: string | null,
  platform: string | null,
  routes: Routes = {},
): Promise<Opened & { offers: Offer[]; query: string }> {
  const opened = await openProvider('openapi', { ...CATALOG, ...routes });
  const found = await opened.provider.offers(country, platform, LIMITS);
  const query = opened.asked.find(({ line }) => line.includes('/products'))?.line ?? '';
  return { ...opened, offers: found, query };
}

describe('a country is found', () => {
  test.each([
    ['Indonesia', 6],
    [' Indonesia ', 6],
    ['indonesia', 6],
    ['INDONESIA', 6],
    ['ID', 6],
    ['id', 6],
    ['br', 73],
    ['united-states', 187],
    ['United States', 187],
    ['united_states', 187],
    ["Côte d'Ivoire", 22],
    ['cote-d-ivoire', 22],
    ['COTE D’IVOIRE', 22],
  ])('by name, slug or ISO code, in any case: %s', async (wish, id) => {
    expect((await offers(wish, 'whatsapp')).query).toContain(`country_id=${id}&`);
  });

  test.each([
    ['US', 187],
    ['us', 187],
  ])('by ISO code although the catalog leaves codes out: %s', async (wish, id) => {
    expect((await offers(wish, 'whatsapp')).query).toContain(`country_id=${id}&`);
  });
});

describe('a platform is found', () => {
  test.each([
    ['whatsapp', 1],
    ['WhatsApp', 1],
    ['TG', 2],
    ['telegram', 2],
    ['any other', 3],
  ])('by code or name, in any case: %s', async (wish, id) => {
    expect((await offers('ID', wish)).query).toContain(`platform_id=${id}&`);
  });
});

describe('a name that the catalog does not know', () => {
  test('of a country is invalid, and the nearest are named, most alike first', async () => {
    const asking = offers('indonesa', 'whatsapp');
    await expect(asking).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(asking).rejects.toThrow(
      'The catalog does not know the country "indonesa". Nearest known: "Indonesia", ',
    );
  });

  test('of a country names at most three others', async () => {
    await expect(offers('zz', 'whatsapp')).rejects.toThrow(
      /Nearest known: "[^"]+", "[^"]+", "[^"]+"\. Correct/,
    );
  });

  test('of a platform is invalid, and the nearest are named as one would write them', async () => {
    const asking = offers('ID', 'watsap');
    await expect(asking).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(asking).rejects.toThrow(
      'does not know the platform "watsap". Nearest known: "whatsapp", ',
    );
  });

  test('spends no request on products', async () => {
    const { provider, asked } = await openProvider('openapi', CATALOG);
    await expect(provider.offers('atlantis', 'whatsapp', LIMITS)).rejects.toThrow();
    expect(asked.filter(({ line }) => line.includes('products'))).toEqual([]);
  });
});

describe('all wished countries', () => {
  const require = async (...wished: string[]) => {
    const { provider, asked } = await openProvider('openapi', CATALOG);
    return { checked: provider.requireCountries(wished, LIMITS), asked };
  };

  test('may be checked before anything is spent', async () => {
    const { checked, asked } = await require('ID', 'brazil', 'US');
    await checked;
    expect(asked.filter(({ line }) => line.includes('products'))).toEqual([]);
  });

  test('are refused for one that the catalog does not know, wherever it stands', async () => {
    const { checked } = await require('ID', 'atlantis');
    await expect(checked).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(checked).rejects.toThrow('the country "atlantis"');
  });
});

describe('an offer', () => {
  test('is said in the names that people use', async () => {
    expect((await offers('ID', 'WhatsApp')).offers[0]).toEqual({
      productId: '42',
      catalogProductId: '7',
      country: 'indonesia',
      countryCode: 'ID',
      platform: 'whatsapp',
      price: 4500,
      available: 87,
    });
  });

  test('needs no more than id, available, price and active', async () => {
    expect((await offers('US', 'any other')).offers[1]).toEqual({
      productId: '44',
      catalogProductId: null,
      country: 'united-states',
      countryCode: '',
      platform: 'any-other',
      price: 6000,
      available: 124,
    });
  });

  test('without stock, or inactive, has nothing to rent', async () => {
    const stock = (await offers('ID', 'whatsapp')).offers.map((o) => [o.productId, o.available]);
    expect(stock).toEqual([
      ['42', 87],
      ['44', 124],
      ['45', 0],
      ['46', 0],
    ]);
  });

  test('of the whole catalog is named by its own ids, as far as they are there', async () => {
    const { offers: all, query } = await offers(null, null);
    expect(query).toBe('GET /v1/catalog/products?limit=1000&page=1&sort=price_asc');
    expect(all.map((o) => [o.country, o.platform]).slice(0, 2)).toEqual([
      ['indonesia', 'whatsapp'],
      ['', ''],
    ]);
  });
});

test('a refusal of the catalog is passed on', async () => {
  const routes = { 'GET /v1/catalog/services': refusal(403, 'FORBIDDEN') };
  await expect(offers('ID', 'whatsapp', routes)).rejects.toMatchObject({ kind: 'forbidden' });
});
