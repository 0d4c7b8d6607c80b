import { describe, expect, test } from 'vitest';
import { openSandbox, type Ask } from './open-sandbox.ts';

async function idOf(openapi: Ask, list: 'countries' | 'services', code: string): Promise<number> {
  const { json } = await openapi(`GET /catalog/${list}`);
  return json.data.find((entry) => entry.code === code)?.id ?? 0;
}

describe('the catalog of the openapi dialect', () => {
  test('lists countries with their ISO and calling codes', async () => {
    const { openapi } = await openSandbox();
    const { json } = await openapi('GET /catalog/countries');
    expect(json.data.length).toBeGreaterThanOrEqual(8);
    expect(json.data).toContainEqual({
      id: expect.any(Number) as number,
      code: 'ID',
      name: 'Indonesia',
      dial_code: '62',
      emoji: '🇮🇩',
      active: true,
    });
  });

  test('gives Indonesia an id that depends on the seed', async () => {
    const ids = new Set<number>();
    for (const seed of ['a', 'b', 'c']) {
      const { openapi } = await openSandbox({ seed });
      ids.add(await idOf(openapi, 'countries', 'ID'));
    }
    expect(ids.size).toBe(3);
    expect([...ids]).not.toContain(6);
    expect([...ids]).not.toContain(7);
  });

  test('lists the services that a country has', async () => {
    const { openapi } = await openSandbox({
      catalog: {
        products: [
          { country: 'indonesia', platform: 'telegram', price: 1, available: 1 },
          { country: 'germany', platform: 'whatsapp', price: 1, available: 1 },
        ],
      },
    });
    const germany = await idOf(openapi, 'countries', 'DE');
    const { json } = await openapi(`GET /catalog/services?country_id=${germany}`);
    expect(json.data.map((service) => service.code)).toEqual(['whatsapp']);
  });

  test('wants both ids before it lists operators', async () => {
    const { openapi } = await openSandbox();
    const country = await idOf(openapi, 'countries', 'ID');
    const refused = await openapi(`GET /catalog/operators?country_id=${country}`);
    expect([refused.status, refused.json.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(refused.json.error.details).toEqual({ platform_id: 'is required' });
    const platform = await idOf(openapi, 'services', 'whatsapp');
    const listed = await openapi(
      `GET /catalog/operators?country_id=${country}&platform_id=${platform}`,
    );
    expect(listed.json.data.map((operator) => operator.name)).toEqual(['Telkomsel', 'Indosat']);
  });

  test('lists the products of a country and a platform', async () => {
    const { openapi } = await openSandbox();
    const country = await idOf(openapi, 'countries', 'ID');
    const platform = await idOf(openapi, 'services', 'whatsapp');
    const { json } = await openapi(
      `GET /catalog/products?country_id=${country}&platform_id=${platform}`,
    );
    expect(json.data[0]).toEqual({
      id: 42,
      name: 'WhatsApp Indonesia',
      country_id: country,
      platform_id: platform,
      available: 87,
      price: 4500,
      active: true,
      catalog_product_id: expect.any(Number) as number,
      operator_id: expect.any(Number) as number,
      operator_name: 'Telkomsel',
    });
    expect(json.data.map((product) => product.id)).toEqual([42, 44]);
    expect(json.meta).toEqual({ page: 1, limit: 1000, count: 2 });
  });

  test('filters products by operator', async () => {
    const { openapi } = await openSandbox();
    const all = (await openapi('GET /catalog/products')).json.data;
    const operator = all.find((product) => product.id === 44)?.operator_id;
    const { json } = await openapi(`GET /catalog/products?operator_id=${operator}`);
    expect(json.data.every((product) => product.operator_id === operator)).toBe(true);
    expect(json.data.length).toBeLessThan(all.length);
  });

  test('sorts by price only when asked to', async () => {
    const { openapi } = await openSandbox();
    const prices = async (query: string): Promise<number[]> =>
      (await openapi(`GET /catalog/products${query}`)).json.data.map((product) => product.price);
    const byPrice = (await prices('')).toSorted((a, b) => a - b);
    expect(await prices('?sort=price_asc')).toEqual(byPrice);
    expect(await prices('')).not.toEqual(byPrice);
  });

  test('pages from 1 on, and counts the page rather than the total', async () => {
    const { openapi } = await openSandbox();
    const all = (await openapi('GET /catalog/products')).json.data;
    const second = (await openapi('GET /catalog/products?limit=50&page=2')).json;
    expect(second.data).toEqual(all.slice(50, 100));
    expect(second.meta).toEqual({ page: 2, limit: 50, count: 50 });
    const beyond = (await openapi('GET /catalog/products?limit=50&page=99')).json;
    expect(beyond).toMatchObject({ data: [], meta: { page: 99, limit: 50, count: 0 } });
  });

  test('clamps limits instead of refusing them', async () => {
    const { openapi } = await openSandbox();
    expect((await openapi('GET /catalog/products?limit=99999')).json.meta.limit).toBe(10_000);
    expect((await openapi('GET /catalog/products?limit=0')).json.meta.limit).toBe(1);
    expect((await openapi('GET /catalog/products?page=0')).json.meta.page).toBe(1);
  });

  test.each(['limit=ten', 'country_id=indonesia', 'sort=name'])('refuses ?%s', async (query) => {
    const { openapi } = await openSandbox();
    const { status, json } = await openapi(`GET /catalog/products?${query}`);
    expect([status, json.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(Object.keys(json.error.details)).toEqual([query.split('=')[0]]);
  });
});
