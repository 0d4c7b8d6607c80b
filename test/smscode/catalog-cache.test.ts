import { describe, expect, test } from 'vitest';
import { html, ok } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Asked, MemoryStore, openProvider, type Routes } from '../support/nocked-api.ts';
import { COUNTRIES, GUIDE_PRODUCTS, PRODUCTS, SERVICES } from './fixtures.ts';

const CATALOG: Record<'guide' | 'openapi', Routes> = {
  guide: { 'GET /v1/catalog/products': ok(GUIDE_PRODUCTS) },
  openapi: {
    'GET /v1/catalog/countries': ok(COUNTRIES),
    'GET /v1/catalog/services': ok(SERVICES),
    'GET /v1/catalog/products': ok(PRODUCTS),
  },
};
const COLD = { guide: 1, openapi: 3 };

const open = (dialect: 'guide' | 'openapi', over: Parameters<typeof openProvider>[2] = {}) =>
  openProvider(dialect, CATALOG[dialect], over);

const ofProducts = (asked: Asked[]): Asked[] =>
  asked.filter(({ line }) => line.includes('/products'));

describe.each(['guide', 'openapi'] as const)('the catalog of %s', (dialect) => {
  test('is asked once within its time', async () => {
    const { provider, asked, clock } = await open(dialect);
    const first = await provider.offers('ID', 'whatsapp', LIMITS);
    clock.pass(59_999);
    expect(await provider.offers('ID', 'whatsapp', LIMITS)).toEqual(first);
    expect(asked).toHaveLength(COLD[dialect]);
  });

  test('is asked again after an outage', async () => {
    const routes = Object.entries(CATALOG[dialect]).map(
      ([line, reply]) => [line, [html(502), reply].flat()] as const,
    );
    const { provider, clock } = await openProvider(dialect, Object.fromEntries(routes));
    expect(await provider.offers('ID', 'whatsapp', LIMITS)).not.toEqual([]);
    expect(clock.naps).toEqual(Array.from({ length: COLD[dialect] }, () => 1_000));
  });

  test('is asked again when its time is over', async () => {
    const { provider, asked, clock } = await open(dialect);
    await provider.offers('ID', 'whatsapp', LIMITS);
    clock.pass(60_000);
    await provider.offers('ID', 'whatsapp', LIMITS);
    expect(ofProducts(asked)).toHaveLength(2);
  });

  test('serves the later steps of the job', async () => {
    const over = { store: new MemoryStore(), clock: new FakeClock() };
    const first = await open(dialect, over);
    const offers = await first.provider.offers('ID', 'whatsapp', LIMITS);
    const later = await open(dialect, over);
    expect(await later.provider.offers('ID', 'whatsapp', LIMITS)).toEqual(offers);
    expect(later.asked).toEqual([]);
  });

  test('is asked each time where nothing is to be kept', async () => {
    const { provider, asked } = await open(dialect, { ttlMs: 0 });
    await provider.offers('ID', 'whatsapp', LIMITS);
    await provider.offers('ID', 'whatsapp', LIMITS);
    expect(ofProducts(asked)).toHaveLength(2);
  });

  test('is asked for each country by itself', async () => {
    const { provider, asked } = await open(dialect);
    await provider.offers('ID', 'whatsapp', LIMITS);
    await provider.offers('BR', 'whatsapp', LIMITS);
    expect(ofProducts(asked)).toHaveLength(2);
  });

  test('is asked for its products again once they proved wrong, and for them alone', async () => {
    const { provider, asked } = await open(dialect);
    await provider.offers('ID', 'whatsapp', LIMITS);
    provider.forgetOffers();
    await provider.offers('ID', 'whatsapp', LIMITS);
    expect(asked.slice(COLD[dialect]).map(({ line }) => line.split('?', 1)[0])).toEqual([
      'GET /v1/catalog/products',
    ]);
  });
});

describe('the names of openapi', () => {
  test('are asked once for each process, even where nothing is to be kept', async () => {
    const { provider, asked } = await open('openapi', { ttlMs: 0 });
    await provider.offers('ID', 'whatsapp', LIMITS);
    await provider.offers('BR', 'telegram', LIMITS);
    const names = asked.filter((request) => !ofProducts([request]).includes(request));
    expect(names).toHaveLength(2);
  });
});
