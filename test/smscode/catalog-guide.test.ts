import { describe, expect, test } from 'vitest';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { openProvider } from '../support/nocked-api.ts';
import { COUNTRIES, GUIDE_PRODUCTS } from './fixtures.ts';

const PRODUCTS = 'GET /v1/catalog/products';
const LIST = 'GET /v1/catalog/countries';

async function ask(country: string | null, platform: string | null, routes: object = {}) {
  const opened = await openProvider('guide', { [PRODUCTS]: ok(GUIDE_PRODUCTS), ...routes });
  const offers = opened.provider.offers(country, platform, LIMITS);
  return { offers, asked: opened.asked };
}

describe('the guide catalog is asked', () => {
  test.each([
    ['indonesia', 'whatsapp', '?country=indonesia&platform=whatsapp'],
    ['Indonesia', 'WhatsApp', '?country=indonesia&platform=whatsapp'],
    ['ID', 'whatsapp', '?country=indonesia&platform=whatsapp'],
    ['id', 'whatsapp', '?country=indonesia&platform=whatsapp'],
    ['us', 'whatsapp', '?country=united-states&platform=whatsapp'],
    ['Côte d’Ivoire', 'whatsapp', '?country=cote-d-ivoire&platform=whatsapp'],
    ['brazil', ' Google_Voice ', '?country=brazil&platform=google_voice'],
    ['brazil', 'Google Voice', '?country=brazil&platform=google-voice'],
    ['brazil', null, '?country=brazil'],
    [null, 'telegram', '?platform=telegram'],
    [null, null, ''],
  ])('for country %s and platform %s as it writes them, once', async (country, platform, query) => {
    const { offers, asked } = await ask(country, platform);
    await offers;
    expect(asked.map(({ line }) => line)).toEqual([`${PRODUCTS}${query}`]);
  });
});

describe('a guide offer', () => {
  test('is the product as the catalog shows it', async () => {
    const { offers } = await ask('indonesia', 'whatsapp');
    expect((await offers)[0]).toEqual({
      productId: '42',
      catalogProductId: null,
      country: 'indonesia',
      countryCode: '',
      platform: 'whatsapp',
      price: 4500,
      available: 87,
    });
  });

  test('may have ids, prices and stock as texts, and more keys', async () => {
    const product = {
      id: 'p_7',
      country: 'Indonesia',
      platform: 'whatsapp',
      price: '4500',
      available_count: '0',
      operator: 'any',
    };
    const { offers } = await ask('ID', 'whatsapp', { [PRODUCTS]: ok([product]) });
    expect(await offers).toMatchObject([
      { productId: 'p_7', country: 'indonesia', price: 4500, available: 0 },
    ]);
  });

  test('of another shape is a fault of the protocol', async () => {
    const { offers } = await ask('ID', 'whatsapp', { [PRODUCTS]: ok([{ id: 1 }]) });
    await expect(offers).rejects.toMatchObject({ kind: 'protocol' });
  });
});

test('a guide catalog cannot tell beforehand which countries it knows', async () => {
  const { provider, asked } = await openProvider('guide', {});
  await provider.requireCountries(['atlantis'], LIMITS);
  expect(asked).toEqual([]);
});

describe('a country without products', () => {
  const none = { [PRODUCTS]: ok([]) };

  test('that a list of countries does not know is invalid, and the nearest are named', async () => {
    const { offers } = await ask('indonesa', 'whatsapp', { ...none, [LIST]: ok(COUNTRIES) });
    await expect(offers).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(offers).rejects.toThrow('Nearest known: "Indonesia"');
  });

  test.each(['brazil', 'BR', 'United States', 'US'])(
    'that a list of countries knows has no stock: %s',
    async (country) => {
      const { offers } = await ask(country, 'whatsapp', { ...none, [LIST]: ok(COUNTRIES) });
      expect(await offers).toEqual([]);
    },
  );

  test.each([
    ['no such list', refusal(404, 'NOT_FOUND')],
    ['an HTML page', html(404)],
    ['an outage', html(502)],
    ['an empty list', ok([])],
    ['a list of another shape', answer(200, { success: true, data: { countries: [] } })],
  ])('is no stock where nothing lists countries: %s', async (_, reply) => {
    const { offers } = await ask('atlantis', 'whatsapp', { ...none, [LIST]: reply });
    expect(await offers).toEqual([]);
  });

  test('is not looked up where any country would do', async () => {
    const { offers, asked } = await ask(null, 'whatsapp', none);
    await offers;
    expect(asked).toHaveLength(1);
  });
});
