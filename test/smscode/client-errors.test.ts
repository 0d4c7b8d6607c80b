import { describe, expect, test } from 'vitest';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, KEYLESS, kinds, READ } from '../support/callers.ts';

/** Every documented code of both dialects, under its own status and under those of odd fixtures. */
const CODES: [code: string, kind: string, ...statuses: number[]][] = [
  ['UNAUTHORIZED', 'unauthorized', 401, 403],
  ['FORBIDDEN', 'forbidden', 403, 401],
  ['INSUFFICIENT_BALANCE', 'low-balance', 409, 402, 400],
  ['PRODUCT_UNAVAILABLE', 'no-stock', 409, 404, 422, 200],
  ['NO_OFFER_AVAILABLE', 'no-stock', 422, 409],
  ['ORDER_NOT_FOUND', 'not-found', 404, 400],
  ['NOT_FOUND', 'not-found', 404],
  ['INVALID_PARAMETERS', 'invalid-input', 400, 422],
  ['VALIDATION_ERROR', 'invalid-input', 422, 400],
  ['CONFLICT', 'protocol', 409],
  ['CANCEL_TOO_EARLY', 'protocol', 409, 422],
  ['IDEMPOTENCY_KEY_REUSED', 'protocol', 422, 409],
];

const endpoints = { READ, KEYED, KEYLESS, CLOSING };
const cases = CODES.flatMap(([code, kind, ...statuses]) =>
  statuses.map((status) => [code, status, kind] as const),
);

describe('a code decides, whatever the status', () => {
  test.each(cases)('%s under %s is %s', async (code, status, kind) => {
    expect(kinds(await call(READ, [refusal(status, code)]))).toBe(`refusal ${kind}`);
  });

  test.each(cases)('%s under %s in lower case is the same', async (code, status, kind) => {
    const reply = refusal(status, code.toLowerCase());
    expect(kinds(await call(READ, [reply]))).toBe(`refusal ${kind}`);
  });
});

describe.each(Object.entries(endpoints))('a refusal of the request itself, %s', (_, endpoint) => {
  test.each(cases)('is never repeated: %s under %s', async (code, status) => {
    const made = await call(endpoint, [refusal(status, code)]);
    expect([made.sent.length, made.clock.naps]).toEqual([1, []]);
  });
});

describe('where the code is not documented the status decides', () => {
  test.each([
    [401, 'unauthorized'],
    [402, 'low-balance'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [400, 'protocol'],
    [200, 'protocol'],
    [422, 'protocol'],
  ])('%s is %s', async (status, kind) => {
    const made = await call(KEYED, [refusal(status, 'SOMETHING_ELSE')]);
    expect([kinds(made), made.sent.length]).toEqual([`refusal ${kind}`, 1]);
  });

  test.each(['CONFLICT', 'CANCEL_TOO_EARLY', 'IDEMPOTENCY_KEY_REUSED'])(
    'but a documented one is not called undocumented: %s',
    async (code) => {
      expect((await call(CLOSING, [refusal(409, code)])).message).not.toContain('not documented');
    },
  );
});

describe('outside the envelope the status speaks as well', () => {
  const bare: [status: number, kind: string][] = [
    [401, 'unauthorized'],
    [402, 'low-balance'],
    [403, 'forbidden'],
  ];

  test.each(bare)('%s is %s', async (status, kind) => {
    for (const body of [{ error: 'No' }, '']) {
      const made = await call(KEYED, [answer(status, body)]);
      expect([kinds(made), made.sent.length]).toEqual([`refusal ${kind}`, 1]);
    }
  });

  test.each([401, 402, 403, 400, 404])(
    'but not that of a page by somebody else: %s',
    async (status) => {
      expect(kinds(await call(KEYED, [html(status)]))).toBe('lost protocol');
    },
  );

  test('and 400 says too little', async () => {
    expect(kinds(await call(KEYED, [answer(400, { error: 'No' })]))).toBe('lost protocol');
  });
});

describe('a message says what to do', () => {
  test.each([
    ['UNAUTHORIZED', 401, 'Check the secret behind "token" or SMSCODE_TOKEN'],
    ['FORBIDDEN', 403, 'Give it the permission'],
    ['INSUFFICIENT_BALANCE', 409, 'Top up the account'],
    ['PRODUCT_UNAVAILABLE', 409, 'Add a country to "country"'],
    ['ORDER_NOT_FOUND', 404, 'Check the order id'],
    ['OTHER', 401, 'Check the secret behind "token" or SMSCODE_TOKEN'],
    ['OTHER', 402, 'Top up the account'],
    ['OTHER', 403, 'Give it the permission'],
    ['TEMP_BANNED_ABUSE_GUARD', 429, 'Rent fewer numbers that get no SMS'],
  ])('%s under %s', async (code, status, advice) => {
    expect((await call(READ, [refusal(status, code)])).message).toContain(advice);
  });

  test.each([
    ['X', 'Said', '(X: Said)'],
    ['X', '', '(X)'],
    ['', 'Said', '(Said)'],
    ['', '', '(no reason given)'],
  ])('and what the provider said: "%s" and "%s"', async (code, message, said) => {
    expect((await call(READ, [refusal(401, code, { message })])).message).toContain(said);
  });

  test('and shows the details of what was invalid', async () => {
    const details = { fields: { product_id: 'must be a number' } };
    const made = await call(KEYED, [refusal(422, 'VALIDATION_ERROR', { details })]);
    expect(made.message).toContain('{"fields":{"product_id":"must be a number"}}');
  });

  test('and shortens details without end', async () => {
    const details = 'x'.repeat(10_000);
    const made = await call(KEYED, [refusal(422, 'VALIDATION_ERROR', { details })]);
    expect(made.message.length).toBeLessThan(1_000);
  });

  test('and shows no details where there are none', async () => {
    const made = await call(KEYED, [refusal(422, 'VALIDATION_ERROR', { details: null })]);
    expect(made.message).not.toContain('details');
  });
});

describe('a success', () => {
  test('hands out data and meta', async () => {
    const made = await call(READ, [
      ok([1], { body: '{"success":true,"data":[1],"meta":{"page":1,"limit":20,"count":1}}' }),
    ]);
    expect(made.result).toMatchObject({ kind: 'data', data: [1], meta: { page: 1 } });
  });
});
