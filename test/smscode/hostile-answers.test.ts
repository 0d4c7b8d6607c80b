import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { Remembered } from '../../src/smscode/remembered.ts';
import { answer, ok } from '../support/answers.ts';
import { call, KEYED, kinds, LIMITS } from '../support/callers.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryStore, openProvider } from '../support/nocked-api.ts';

const deep = '['.repeat(100_000) + ']'.repeat(100_000);

describe('an answer nested 100,000 deep', () => {
  test.each([
    ['as data', `{"success":true,"data":${deep}}`],
    ['as an order', `{"success":true,"data":{"id":${deep},"status":"ACTIVE"}}`],
  ])('is a "protocol" failure: %s', async (_, body) => {
    const { provider } = await openProvider('openapi', { 'GET /v1/orders/17': [ok(1, { body })] });
    await expect(provider.order('17', LIMITS)).rejects.toMatchObject({ kind: 'protocol' });
  });

  test('is no order of the provider where it stands in a list', async () => {
    const body = `{"success":true,"data":[${deep},{"id":17,"status":"ACTIVE"}]}`;
    const { provider } = await openProvider('openapi', {
      'GET /v1/orders/active': [ok(1, { body })],
    });
    const open = await provider.openOrders?.(LIMITS);
    expect(open?.orders.map(({ id }) => id)).toEqual(['17']);
  });

  test('is a refusal all the same where its details are', async () => {
    const body = `{"success":false,"error":{"code":"VALIDATION_ERROR","message":"No","details":${deep}}}`;
    const made = await call(KEYED, [answer(422, {}, { body })]);
    expect(kinds(made)).toBe('refusal invalid-input');
    expect(made.message).toContain('VALIDATION_ERROR: No');
  });

  test('is a refusal without a name where its error is', async () => {
    const body = `{"success":false,"error":${deep}}`;
    expect(kinds(await call(KEYED, [answer(400, {}, { body })]))).toBe('refusal protocol');
  });
});

test('a cache nested 100,000 deep costs what it holds, not the step', () => {
  const store = new MemoryStore();
  store.save(`{"dialect":{"until":0,"value":${deep}}}`);
  const remembered = new Remembered(store, new FakeClock());
  remembered.set('x', 1, 60_000);
  expect(remembered.get('x', z.number())).toBe(1);
});

describe('an order id that would change the path of a request', () => {
  test.each(['.', '..', '...'])('is no id in an answer: "%s"', async (id) => {
    const order = { id, status: 'ACTIVE' };
    const { provider } = await openProvider('openapi', { 'GET /v1/orders/active': [ok([order])] });
    expect(await provider.openOrders?.(LIMITS)).toEqual({ orders: [], unreadable: 1 });
  });

  test.each(['..', '.'])('is not sent, wherever it comes from: "%s"', async (id) => {
    const { provider, asked } = await openProvider('guide', {});
    await expect(provider.order(id, LIMITS)).rejects.toMatchObject({ kind: 'protocol' });
    expect(await provider.cancel(id, LIMITS)).toMatchObject({ outcome: 'refused' });
    expect(asked).toEqual([]);
  });

  describe.each([
    ['../balance', '..%2Fbalance'],
    ['1/cancel', '1%2Fcancel'],
    ['1?x=1#y', '1%3Fx%3D1%23y'],
    ['a b\n', 'a%20b%0A'],
    ['%2e%2e', '%252e%252e'],
    ['\\..\\x', '%5C..%5Cx'],
  ])('is one segment of it: %j', (id, segment) => {
    test.each(['guide', 'openapi'] as const)('to read (%s)', async (dialect) => {
      const line = `GET /v1/orders/${segment}`;
      const order = ok({ id: 1, order_id: 1, status: 'ACTIVE' });
      const { provider, asked } = await openProvider(dialect, { [line]: order });
      await provider.order(id, LIMITS);
      expect(asked.map((request) => request.line)).toEqual([line]);
    });

    test('to cancel (guide)', async () => {
      const line = `POST /v1/orders/${segment}/cancel`;
      const { provider, asked } = await openProvider('guide', { [line]: ok({}) });
      await provider.cancel(id, LIMITS);
      expect(asked.map((request) => request.line)).toEqual([line]);
    });
  });
});

test('a prototype in an answer gives an order no field that it lacks', async () => {
  const body = '{"success":true,"data":{"id":17,"__proto__":{"status":"ACTIVE"}}}';
  const { provider } = await openProvider('openapi', { 'GET /v1/orders/17': [ok(1, { body })] });
  await expect(provider.order('17', LIMITS)).rejects.toMatchObject({ kind: 'protocol' });
});
