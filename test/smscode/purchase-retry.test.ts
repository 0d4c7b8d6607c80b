import { describe, expect, test } from 'vitest';
import { html, ok, refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, KEYLESS, kinds } from '../support/callers.ts';
import { CUT, TIMED_OUT, UNREACHABLE } from '../support/scripted-http.ts';

const DONE = ok({ balance: 1 });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('a purchase with a key', () => {
  test.each(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'])(
    'is repeated after an answer in the envelope: %s',
    async (code) => {
      const made = await call(KEYED, times(4, refusal(500, code)));
      expect([kinds(made), made.clock.naps.length]).toEqual(['refusal provider-outage', 3]);
    },
  );

  test('is repeated while its first try is settling', async () => {
    const settling = refusal(409, 'REQUEST_IN_PROGRESS');
    expect(kinds(await call(KEYED, [settling, settling, DONE]))).toBe('data');
  });

  test('that is settling is no "too many requests" for those who poll', async () => {
    const made = await call(KEYED, [refusal(409, 'REQUEST_IN_PROGRESS'), DONE]);
    expect(made.caller.rateLimitedAnswers).toBe(0);
  });

  test.each([422, 502, 503])(
    'goes on to the next product on PROVIDER_ERROR, whatever its status: %s',
    async (status) => {
      const made = await call(KEYED, [refusal(status, 'PROVIDER_ERROR')]);
      expect(made.clock.naps).toEqual([]);
    },
  );
});

describe('a purchase without a key', () => {
  test('is repeated after a 503 in the envelope, at most 3 times', async () => {
    const made = await call(KEYLESS, times(4, refusal(503, 'SERVICE_UNAVAILABLE')));
    expect([kinds(made), made.clock.naps.length]).toEqual(['refusal provider-outage', 3]);
  });

  test('is repeated after a 503 in the envelope whose code nobody documents', async () => {
    expect(kinds(await call(KEYLESS, [refusal(503, 'MAINTENANCE'), DONE]))).toBe('data');
  });

  test('is not repeated after another 5xx whose code nobody documents', async () => {
    const made = await call(KEYLESS, [refusal(504, 'MAINTENANCE')]);
    expect([kinds(made), made.clock.naps]).toEqual(['refusal provider-outage', []]);
  });

  test('is repeated after the code of a 503 under another status', async () => {
    expect(kinds(await call(KEYLESS, [refusal(500, 'service_unavailable'), DONE]))).toBe('data');
  });

  test('is not repeated after any other 5xx in the envelope', async () => {
    const made = await call(KEYLESS, [refusal(500, 'INTERNAL_ERROR')]);
    expect(made.clock.naps).toEqual([]);
  });

  test('is not repeated for a code of another meaning that comes under 503', async () => {
    const made = await call(KEYLESS, [refusal(503, 'PRODUCT_UNAVAILABLE')]);
    expect([kinds(made), made.clock.naps]).toEqual(['refusal no-stock', []]);
  });
});

describe.each([
  ['with a key', KEYED],
  ['without a key', KEYLESS],
])('a purchase %s', (_, endpoint) => {
  test.each([
    ['cut', CUT, 'cut'],
    ['timed out', TIMED_OUT, 'unclear'],
    ['HTML under 502', html(502), 'unclear'],
    ['HTML under 503', html(503, { 'retry-after': '1' }), 'unclear'],
  ] as const)('whose reply was lost is not repeated here: %s', async (_name, fault, how) => {
    const made = await call(endpoint, [fault]);
    expect(made.result).toMatchObject({ kind: 'lost', how });
    expect(made.clock.naps).toEqual([]);
  });

  test('that surely never left is repeated', async () => {
    expect(kinds(await call(endpoint, [UNREACHABLE, DONE]))).toBe('data');
  });

  test('that never left is no lost reply in the end', async () => {
    expect(kinds(await call(endpoint, times(4, UNREACHABLE)))).toBe('unsent network');
  });
});

describe('closing an order is left to the next reading of it after', () => {
  test.each([
    ['INTERNAL_ERROR', refusal(500, 'INTERNAL_ERROR')],
    ['SERVICE_UNAVAILABLE', refusal(503, 'SERVICE_UNAVAILABLE')],
    ['PROVIDER_ERROR', refusal(502, 'PROVIDER_ERROR')],
    ['a cut', CUT],
    ['no connection', UNREACHABLE],
  ])('%s', async (_, fault) => {
    const made = await call(CLOSING, [fault]);
    expect([made.result.kind === 'data', made.clock.naps]).toEqual([false, []]);
  });
});
