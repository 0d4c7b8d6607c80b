import { describe, expect, test } from 'vitest';
import { html, ok, refusal } from '../support/answers.ts';
import { call, KEYED, kinds, LIMITS } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';
import { UNREACHABLE } from '../support/scripted-http.ts';

const SETTLING = refusal(409, 'REQUEST_IN_PROGRESS');
const DONE = ok({ orders: [] });

describe('a purchase whose first try is still settling', () => {
  test('is asked for again with the same key until an order comes', async () => {
    const made = await call(KEYED, [SETTLING, SETTLING, DONE]);
    expect(kinds(made)).toBe('data');
    expect(made.sent.map(({ headers }) => headers['idempotency-key'])).toEqual(['k1', 'k1', 'k1']);
  });

  test('is asked for again when the provider says so', async () => {
    const later = refusal(409, 'REQUEST_IN_PROGRESS', { headers: { 'retry-after': '3' } });
    expect((await call(KEYED, [later, DONE])).clock.naps).toEqual([3_000]);
  });

  test.each([
    ['nothing left', refusal(422, 'NO_OFFER_AVAILABLE'), 'refusal no-stock'],
    ['too little money', refusal(409, 'INSUFFICIENT_BALANCE'), 'refusal low-balance'],
    ['another body under this key', refusal(422, 'IDEMPOTENCY_KEY_REUSED'), 'refusal protocol'],
  ])('is judged by an answer about it: %s', async (_, reply, expected) => {
    expect(kinds(await call(KEYED, [SETTLING, reply]))).toBe(expected);
  });

  test.each([
    ['a 429', refusal(429, 'RATE_LIMIT_EXCEEDED'), 'lost rate-limited'],
    ['an outage', refusal(503, 'SERVICE_UNAVAILABLE'), 'lost provider-outage'],
    ['HTML', html(502), 'lost provider-outage'],
    ['no connection', UNREACHABLE, 'lost network'],
  ])('may still be made after %s', async (_, reply, expected) => {
    expect(kinds(await call(KEYED, [SETTLING, reply]))).toBe(expected);
  });

  test('may still be made where no time is left to ask again', async () => {
    const made = await call(KEYED, [SETTLING], { ...LIMITS, deadline: START });
    expect(made.result).toMatchObject({ refusal: { code: 'REQUEST_IN_PROGRESS' } });
  });
});
