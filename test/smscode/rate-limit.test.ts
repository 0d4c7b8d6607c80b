import { describe, expect, test } from 'vitest';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, KEYLESS, kinds, READ } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';

const busy = (retryAfter?: string) =>
  refusal(429, 'RATE_LIMIT_EXCEEDED', {
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  });
const DONE = ok({ balance: 1 });

const endpoints = { READ, KEYED, KEYLESS, CLOSING };

describe('a 429', () => {
  test.each(Object.keys(endpoints) as (keyof typeof endpoints)[])(
    'is answered by at most 5 repetitions after 1, 2, 4, 8, 16 s, whatever the endpoint: %s',
    async (name) => {
      const made = await call(
        endpoints[name],
        Array.from({ length: 6 }, () => busy()),
      );
      expect(made.clock.naps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
      expect(kinds(made)).toBe('refusal rate-limited');
    },
  );

  test('is over as soon as an answer comes', async () => {
    const made = await call(READ, [busy(), busy(), DONE]);
    expect(kinds(made)).toBe('data');
    expect(made.sent.map(({ at }) => at - START)).toEqual([0, 1_000, 3_000]);
  });

  test('is waited for as long as Retry-After says, in seconds', async () => {
    expect((await call(READ, [busy('7'), DONE])).clock.naps).toEqual([7_000]);
  });

  test('is waited for until Retry-After says, as a date', async () => {
    const made = await call(READ, [busy('Mon, 16 Mar 2026 14:00:09 GMT'), DONE]);
    expect(made.clock.naps).toEqual([9_000]);
  });

  test('with a Retry-After of more than 30 s is believed, for it is the server that says so', async () => {
    expect((await call(READ, [busy('45'), DONE])).clock.naps).toEqual([45_000]);
  });

  test('with a Retry-After beyond the deadline ends the call at once and says so', async () => {
    const made = await call(READ, [busy('61')], { deadline: START + 60_000 });
    expect(made.clock.naps).toEqual([]);
    expect(kinds(made)).toBe('refusal rate-limited');
    expect(made.message).toContain('again in 61 s, which is beyond the time that is left');
  });

  test('with a Retry-After that ends at the deadline is still waited for', async () => {
    const made = await call(READ, [busy('60'), DONE], { deadline: START + 60_000 });
    expect(kinds(made)).toBe('data');
  });

  test('whose back-off would cross the deadline ends the call at once', async () => {
    const made = await call(READ, [busy(), busy()], { deadline: START + 2_000 });
    expect(made.clock.naps).toEqual([1_000]);
    expect(kinds(made)).toBe('refusal rate-limited');
  });

  test('with a code that is not documented is a 429 all the same', async () => {
    expect(kinds(await call(CLOSING, [refusal(429, 'DAILY_CANCEL_CAP'), DONE]))).toBe('data');
  });

  test('with another documented code is what the code says, and not repeated', async () => {
    const made = await call(READ, [refusal(429, 'INSUFFICIENT_BALANCE')]);
    expect(kinds(made)).toBe('refusal low-balance');
  });

  test('by its code counts under any status', async () => {
    const made = await call(READ, [refusal(403, 'rate_limit_exceeded'), DONE]);
    expect(made.clock.naps).toEqual([1_000]);
  });

  test.each([
    ['as HTML of a proxy', html(429, { 'retry-after': '3' })],
    [
      'as JSON of another shape',
      answer(429, { error: 'slow' }, { headers: { 'retry-after': '3' } }),
    ],
  ])('outside the envelope is heard too: %s', async (_, reply) => {
    expect((await call(READ, [reply, DONE])).clock.naps).toEqual([3_000]);
  });

  test('outside the envelope and without Retry-After is backed off from', async () => {
    expect((await call(READ, [html(429), DONE])).clock.naps).toEqual([1_000]);
  });

  test('outside the envelope is one to the end, for a reading', async () => {
    const made = await call(
      READ,
      Array.from({ length: 6 }, () => html(429)),
    );
    expect([kinds(made), made.clock.naps.length]).toEqual(['lost rate-limited', 5]);
  });

  test.each([
    ['a create', KEYED],
    ['closing', CLOSING],
  ])('of a page is a lost reply of %s: who sent the page may not know', async (_, endpoint) => {
    const made = await call(endpoint, [html(429), DONE]);
    expect([kinds(made), made.clock.naps.length]).toEqual(['lost rate-limited', 0]);
  });

  test('is told to the reader of the log with its reason, the pause and the count', async () => {
    const made = await call({ ...READ, path: '/orders?limit=100' }, [busy('7'), DONE]);
    expect(made.lines).toEqual([
      'GET /orders: 429 RATE_LIMIT_EXCEEDED; trying again in 7 s (1 of 5)',
    ]);
  });

  test('is counted each time, for those who poll', async () => {
    const made = await call(READ, [busy(), busy(), DONE]);
    expect(made.caller.rateLimitedAnswers).toBe(2);
  });

  test('that is the last is counted too', async () => {
    const made = await call(
      READ,
      Array.from({ length: 6 }, () => busy()),
    );
    expect(made.caller.rateLimitedAnswers).toBe(6);
  });
});
