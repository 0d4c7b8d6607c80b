import { describe, expect, test } from 'vitest';
import type { HttpReply } from '../../src/smscode/http.ts';
import { ok } from '../support/answers.ts';
import { LIMITS } from '../support/callers.ts';
import { openProvider } from '../support/nocked-api.ts';
import { COUNTRIES, SERVICES } from './fixtures.ts';

const page = (from: number, length: number): HttpReply =>
  ok(Array.from({ length }, (_, n) => ({ id: from + n, available: 1, price: 1, active: true })));

/** How many products were found, and which pages were asked for. */
async function read(...pages: HttpReply[]): Promise<[products: number, pages: string[]]> {
  const { provider, asked } = await openProvider('openapi', {
    'GET /v1/catalog/countries': ok(COUNTRIES),
    'GET /v1/catalog/services': ok(SERVICES),
    'GET /v1/catalog/products': pages,
  });
  const offers = await provider.offers('ID', 'whatsapp', LIMITS);
  return [offers.length, asked.flatMap(({ line }) => /page=(\d+)/.exec(line)?.[1] ?? [])];
}

describe('a long catalog is read page by page:', () => {
  test('a page that is not full is the last', async () => {
    expect(await read(page(0, 999))).toEqual([999, ['1']]);
  });

  test('a full page is followed by the next', async () => {
    const pages = [page(0, 1000), page(1000, 1000), page(2000, 3)];
    expect(await read(...pages)).toEqual([2003, ['1', '2', '3']]);
  });

  test('a full last page is followed by an empty one', async () => {
    expect(await read(page(0, 1000), page(1000, 0))).toEqual([1000, ['1', '2']]);
  });

  test('what a shifting page shows twice counts once', async () => {
    expect(await read(page(0, 1000), page(999, 9))).toEqual([1008, ['1', '2']]);
  });

  test('a server that ignores the page is not read for ever', async () => {
    expect(await read(page(0, 1000))).toEqual([1000, ['1', '2']]);
  });

  test('a catalog without end is not either', async () => {
    const endless = Array.from({ length: 60 }, (_, n) => page(n * 1000, 1000));
    expect((await read(...endless))[1]).toHaveLength(50);
  });
});
