import { inspect } from 'node:util';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { parseData } from '../../src/smscode/answer.ts';
import { orderShape } from '../../src/smscode/wire-order.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, LIMITS, READ, TOKEN } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';
import { CUT, TIMED_OUT, UNREACHABLE } from '../support/scripted-http.ts';

const headers = { 'x-request-id': 'req_5f1c' };
const forced = async (endpoint: typeof READ, reply: Parameters<typeof call>[1][number]) => {
  const made = await call(
    endpoint,
    Array.from({ length: 6 }, () => reply),
  );
  if (made.result.kind === 'data') throw new Error('it was to fail');
  return made.result.failure;
};

const endings = {
  'a refusal': refusal(401, 'UNAUTHORIZED', { headers }),
  'an outage': refusal(500, 'INTERNAL_ERROR', { headers }),
  'HTML of a proxy': html(502, headers),
  'a redirect': answer(301, '', { headers }),
  'a 413': answer(413, 'too large', { headers }),
  'a 429': refusal(429, 'RATE_LIMIT_EXCEEDED', { headers }),
  'a 429 outside the envelope': html(429, headers),
};

describe('an error carries method, path, status and request id', () => {
  test.each(Object.entries(endings))('%s', async (_, reply) => {
    const failure = await forced({ ...READ, path: '/orders/91001?verbose=1' }, reply);
    expect(failure.context).toMatchObject({
      request: 'GET /v1/orders/91001',
      status: reply.status,
      requestId: 'req_5f1c',
    });
  });

  test('and no request id where the answer had none', async () => {
    expect((await forced(READ, html(502))).context).not.toHaveProperty('requestId');
  });

  test.each([
    ['a cut', CUT],
    ['a time-out', TIMED_OUT],
    ['no connection', UNREACHABLE],
  ])('as far as they are known, and the cause: %s', async (_, fault) => {
    const failure = await forced(READ, fault);
    expect(failure.context).toEqual({ request: 'GET /v1/balance', cause: fault });
    expect(failure.cause).toBe(fault);
  });

  test.each([
    ['could not be reached', UNREACHABLE],
    ['The connection to the provider failed', CUT],
  ])('and says whether the provider was reached: %s', async (words, fault) => {
    expect((await forced(READ, fault)).message).toContain(words);
  });

  test('also once no time is left for a retry', async () => {
    const made = await call(CLOSING, [refusal(429, 'RATE_LIMIT_EXCEEDED', { headers })], {
      deadline: START,
    });
    expect(made.result).toMatchObject({ failure: { context: { requestId: 'req_5f1c' } } });
  });
});

describe('an error never carries the token', () => {
  test.each([...Object.entries(endings), ['a cut', CUT], ['no connection', UNREACHABLE]] as const)(
    '%s',
    async (_, reply) => {
      expect(inspect(await forced(KEYED, reply), { depth: 9 })).not.toContain(TOKEN);
    },
  );

  test('not even where the server repeats it', async () => {
    const message = `No such token: ${TOKEN}`;
    const failure = await forced(READ, refusal(401, 'UNAUTHORIZED', { message, headers }));
    expect(failure.describe()).not.toContain(TOKEN);
    expect(failure).toMatchObject({ kind: 'unauthorized', context: { requestId: 'req_5f1c' } });
  });
});

describe('an answer of another shape', () => {
  const context = { request: 'GET /v1/orders/91001', requestId: 'req_5f1c' };
  const wrong = (data: unknown, shape: z.ZodMiniType = orderShape()): unknown => {
    try {
      return parseData(data, shape, context);
    } catch (error) {
      return error;
    }
  };

  test('is named by the key that is wrong, with the request', () => {
    const failure = wrong({ id: 1, status: 7 });
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: 'protocol', context });
    expect(String(failure)).toContain('"status" is missing or of another type');
  });

  test('is named by the whole path where the key is deep inside', () => {
    const shape = z.object({ orders: z.array(orderShape()) });
    expect(String(wrong({ orders: [{ id: 1, status: 'ACTIVE' }, { id: 2 }] }, shape))).toContain(
      '"orders.1.status"',
    );
  });

  test('is named as "data" where there is none', () => {
    expect(String(wrong(undefined))).toContain('"data" is missing');
  });

  test.each([
    ['another type', 'text'],
    ['a status that nobody documents', { id: 1, status: 'LOST' }],
    ['an order without an id', { status: 'ACTIVE' }],
    ['an id of another type', { id: {}, status: 'ACTIVE' }],
  ])('shows nothing of the parser that found it: %s', (_, data) => {
    const failure = wrong(data);
    expect(inspect(failure, { depth: 9 })).not.toMatch(/zod|invalid_|issues|expected/i);
  });

  test('ends a read as protocol', async () => {
    const { caller } = await call(READ, [ok({}), ok({ balance: 'much' })]);
    const shape = z.object({ balance: z.number() });
    await expect(caller.read(READ, shape, LIMITS)).rejects.toMatchObject({
      kind: 'protocol',
      context: { request: 'GET /v1/balance', status: 200 },
    });
  });

  test('does not end a read that is right', async () => {
    const { caller } = await call(READ, [ok({}), ok({ balance: 5 })]);
    const shape = z.object({ balance: z.number() });
    expect(await caller.read(READ, shape, LIMITS)).toEqual({ balance: 5 });
  });

  test('and a refusal of a read is thrown as it is', async () => {
    const { caller } = await call(READ, [ok({}), refusal(401, 'UNAUTHORIZED')]);
    await expect(caller.read(READ, z.unknown(), LIMITS)).rejects.toMatchObject({
      kind: 'unauthorized',
    });
  });
});

describe('the words for what came instead of an answer', () => {
  test.each([
    ['an HTML page', html(502)],
    ['an empty answer', answer(502, '', { body: ' ' })],
    ['an answer that is not JSON', answer(502, '', { body: 'upstream failure' })],
    ['JSON of another shape', answer(502, { ok: false })],
  ])('%s', async (words, reply) => {
    expect((await forced(READ, reply)).message).toContain(words);
  });

  test.each([401, 403])('hint at the token under %s', async (status) => {
    expect((await forced(READ, html(status))).message).toContain('Check the token and "api-url"');
  });

  test('hint at the address under another', async () => {
    expect((await forced(READ, html(404))).message).toContain('Check "api-url", and any proxy');
  });
});
