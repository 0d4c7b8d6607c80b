import { describe, expect, test } from 'vitest';
import { HttpFault } from '../../src/smscode/http.ts';
import { answer, html, ok, refusal } from '../support/answers.ts';
import { call, KEYED, kinds, READ } from '../support/callers.ts';
import { START } from '../support/fake-clock.ts';
import { ABORTED, CUT, TIMED_OUT, UNREACHABLE } from '../support/scripted-http.ts';

const DONE = ok({ balance: 1 });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const passing = {
  'INTERNAL_ERROR 500': refusal(500, 'INTERNAL_ERROR'),
  'INTERNAL_ERROR under 422': refusal(422, 'INTERNAL_ERROR'),
  'an undocumented code under 500': refusal(500, 'UPSTREAM'),
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

describe('a redirect', () => {
  test.each([300, 301, 302, 307, 308, 399])('is named as one: %s', async (status) => {
    expect((await call(READ, [answer(status, '')])).message).toContain('answered with a redirect');
  });

  test.each([200, 400])('is not what comes under %s', async (status) => {
    const made = await call(KEYED, [html(status)]);
    expect(made.message).not.toContain('redirect');
  });

  test('of a purchase leaves open whether it was made', async () => {
    const made = await call(KEYED, [answer(302, '')]);
    expect(made.result).toMatchObject({ kind: 'lost', how: 'unclear' });
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
});
