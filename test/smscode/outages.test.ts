import { describe, expect, test } from 'vitest';
import { HttpFault } from '../../src/smscode/http.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, KEYLESS, kinds, READ } from '../support/callers.ts';
import { FakeClock, START } from '../support/fake-clock.ts';
import { ABORTED, CUT, TIMED_OUT, UNREACHABLE } from '../support/scripted-http.ts';

const DONE = ok({ balance: 1 });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const passing = {
  'INTERNAL_ERROR 500': refusal(500, 'INTERNAL_ERROR'),
  'SERVICE_UNAVAILABLE 503': refusal(503, 'SERVICE_UNAVAILABLE'),
  'an undocumented code under 502': refusal(502, 'UPSTREAM'),
  'HTML under 502': html(502),
  'half a JSON under 500': { status: 500, headers: {}, body: '{"success":fal' },
  'a cut connection': CUT,
  'a time-out': TIMED_OUT,
  'no connection': UNREACHABLE,
};

describe('a read is repeated at most 3 times, after 1, 2, 4 s', () => {
  test.each(Object.entries(passing))('%s', async (_, fault) => {
    const made = await call(READ, times(4, fault));
    expect(made.clock.naps).toEqual([1_000, 2_000, 4_000]);
    expect(made.result.kind).not.toBe('data');
  });

  test.each(Object.entries(passing))('and succeeds as soon as it passes: %s', async (_, fault) => {
    expect(kinds(await call(READ, [fault, fault, fault, DONE]))).toBe('data');
  });

  test('as often after faults as if no 429 had come between', async () => {
    const made = await call(READ, [CUT, refusal(429, 'RATE_LIMIT_EXCEEDED'), CUT, CUT, DONE]);
    expect(made.clock.naps).toEqual([1_000, 1_000, 2_000, 4_000]);
    expect(kinds(made)).toBe('data');
  });
});

describe('a Retry-After', () => {
  const soon = { 'retry-after': '20' };

  test.each([
    ['in the envelope', refusal(503, 'SERVICE_UNAVAILABLE', { headers: soon })],
    ['of a proxy', html(503, soon)],
  ])('of an outage is respected: %s', async (_, reply) => {
    expect((await call(READ, [reply, DONE])).clock.naps).toEqual([20_000]);
  });

  test('of an outage beyond the deadline ends it at once and says so', async () => {
    const made = await call(READ, [html(503, soon)], { deadline: START + 19_999 });
    expect(made.clock.naps).toEqual([]);
    expect(made.message).toContain('again in 20 s, which is beyond the time that is left');
  });
});

describe('a garbled success', () => {
  test.each([
    ['HTML under 200', html(200)],
    ['half a JSON', answer(200, '{"success":true,"da')],
  ])('is a moment of a proxy, so a read is repeated: %s', async (_, reply) => {
    expect(kinds(await call(READ, [reply, DONE]))).toBe('data');
  });
});

describe('what is not worth repeating', () => {
  test.each([
    ['a redirect', answer(302, '', { headers: { location: 'https://elsewhere.test' } })],
    ['HTML under 404', html(404)],
    ['a 413 without the envelope', answer(413, { message: 'Payload Too Large' })],
  ])('ends it after one request: %s', async (_, reply) => {
    const made = await call(READ, [reply]);
    expect([kinds(made), made.clock.naps]).toEqual(['lost protocol', []]);
  });
});

describe('a request that times out', () => {
  test('does so after 10 s', async () => {
    const made = await call(READ, [DONE]);
    expect(made.sent.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000]);
  });

  test('is a fault of the network, and says how long was waited', async () => {
    const made = await call(READ, times(4, TIMED_OUT));
    expect(kinds(made)).toBe('lost network');
    expect(made.message).toContain('no answer within 10 s');
  });
});

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

describe('a step that is being stopped', () => {
  test('gives up what is under way, which may have been heard', async () => {
    const made = await call(READ, [ABORTED]);
    expect([kinds(made), made.clock.naps]).toEqual(['lost interrupted', []]);
  });

  test('does not try again what never left', async () => {
    const aborted = new HttpFault('unsent', 'aborted', 'given up');
    const made = await call(READ, [aborted]);
    expect([kinds(made), made.clock.naps]).toEqual(['unsent interrupted', []]);
  });

  test('sends nothing', async () => {
    const limits = { deadline: START + 60_000, signal: AbortSignal.abort() };
    const made = await call(READ, [], limits);
    expect([kinds(made), made.sent]).toEqual(['unsent interrupted', []]);
  });
});

describe('a budget that is used up', () => {
  test('holds the next request back until it may leave', async () => {
    const clock = new FakeClock();
    const { caller, sent } = await call(READ, times(61, DONE), undefined, clock);
    for (let more = 0; more < 60; more += 1) {
      await caller.call(READ, { deadline: START + 60_000 });
    }
    expect(sent.map(({ at }) => at - START).slice(58)).toEqual([0, 0, 250]);
  });
});
