import { describe, expect, test } from 'vitest';
import type { HttpReply } from '../../src/smscode/http.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { answerApi, MemoryStore, openProvider } from '../support/nocked-api.ts';
import { SUMMARY } from './fixtures.ts';

const ACTIVE = 'GET /v1/orders/active';

const found = async (...replies: HttpReply[]) => {
  const { provider, asked, clock } = await openProvider('auto', { [ACTIVE]: replies });
  return { dialect: provider.dialect, lines: asked.map(({ line }) => line), naps: clock.naps };
};

describe('by auto a server speaks openapi', () => {
  test.each([
    ['no open order', ok([])],
    ['open orders', ok([SUMMARY])],
    ['a list and meta', answer(200, { success: true, data: [], meta: { limit: 20, count: 0 } })],
  ])('where it lists the open orders: %s', async (_, reply) => {
    expect(await found(reply)).toMatchObject({ dialect: 'openapi', lines: [ACTIVE] });
  });
});

describe('by auto a server speaks guide', () => {
  test.each([
    ['ORDER_NOT_FOUND', 404],
    ['order_not_found', 404],
    ['ORDER_NOT_FOUND', 400],
    ['NOT_FOUND', 404],
    ['INVALID_PARAMETERS', 400],
    ['INVALID_PARAMETERS', 422],
    ['VALIDATION_ERROR', 422],
  ])('where it knows no order with the id "active": %s under %s', async (code, status) => {
    expect(await found(refusal(status, code))).toMatchObject({ dialect: 'guide', lines: [ACTIVE] });
  });
});

describe('by auto an answer is no evidence, and is surfaced', () => {
  test.each([
    ['UNAUTHORIZED', refusal(401, 'UNAUTHORIZED'), 'unauthorized', 1],
    ['FORBIDDEN', refusal(403, 'FORBIDDEN'), 'forbidden', 1],
    ['INTERNAL_ERROR', refusal(500, 'INTERNAL_ERROR'), 'provider-outage', 4],
    ['429', refusal(429, 'RATE_LIMIT_EXCEEDED'), 'rate-limited', 6],
    ['HTML of an outage', html(502), 'provider-outage', 4],
    ['HTML', html(404), 'protocol', 1],
    ['a data object', ok({ orders: [] }), 'protocol', 1],
    ['no data', answer(200, { success: true }), 'protocol', 1],
  ])('%s', async (_, reply, kind, requests) => {
    const asked = answerApi({ [ACTIVE]: reply });
    await expect(openProvider('auto', {}, { asked })).rejects.toMatchObject({ kind });
    expect(asked).toHaveLength(requests);
  });

  test('and it is not remembered', async () => {
    const store = new MemoryStore();
    await expect(openProvider('auto', { [ACTIVE]: html(404) }, { store })).rejects.toThrow();
    expect(store.text).toBeNull();
  });

  test('after it was asked for again', async () => {
    const outcome = await found(html(502), refusal(500, 'INTERNAL_ERROR'), ok([]));
    expect(outcome).toMatchObject({ dialect: 'openapi', naps: [1_000, 2_000] });
  });

  test('with what a person can do about it', async () => {
    const opening = openProvider('auto', { [ACTIVE]: ok({ orders: [] }) });
    await expect(opening).rejects.toThrow(/neither dialect.*Check "api-url", or set "api-dialect"/);
  });
});

describe('the dialect', () => {
  test.each(['guide', 'openapi'] as const)('that is set is not asked for: %s', async (dialect) => {
    const { provider, asked } = await openProvider(dialect, {});
    expect([provider.dialect, asked]).toEqual([dialect, []]);
  });

  test.each([
    ['openapi', ok([])],
    ['guide', refusal(404, 'ORDER_NOT_FOUND')],
  ])('is remembered for the steps that follow: %s', async (dialect, reply) => {
    const store = new MemoryStore();
    await openProvider('auto', { [ACTIVE]: reply }, { store });
    const { provider, asked } = await openProvider('auto', {}, { store });
    expect([provider.dialect, asked]).toEqual([dialect, []]);
  });

  test('is remembered for the whole of a job', async () => {
    const store = new MemoryStore();
    const clock = new FakeClock();
    await openProvider('auto', { [ACTIVE]: ok([]) }, { store, clock });
    clock.pass(6 * 60 * 60 * 1_000 - 1);
    expect((await openProvider('auto', {}, { store, clock })).asked).toEqual([]);
  });

  test('is asked for again where what is remembered is none', async () => {
    const store = new MemoryStore();
    store.text = JSON.stringify({ dialect: { until: 9e15, value: 'esperanto' } });
    const { asked } = await openProvider('auto', { [ACTIVE]: ok([]) }, { store });
    expect(asked).toHaveLength(1);
  });
});
