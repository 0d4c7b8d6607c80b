import { describe, expect, test } from 'vitest';
import { refusal } from '../support/answers.ts';
import { call, CLOSING, KEYED, KEYLESS, kinds, READ } from '../support/callers.ts';

const endpoints = { READ, KEYED, KEYLESS, CLOSING };

describe('a ban by the abuse guard', () => {
  const banned = (details?: unknown, headers = {}) =>
    refusal(429, 'TEMP_BANNED_ABUSE_GUARD', { details, headers });

  test.each(Object.keys(endpoints) as (keyof typeof endpoints)[])(
    'is never slept through: %s',
    async (name) => {
      const made = await call(endpoints[name], [banned(undefined, { 'retry-after': '2' })]);
      expect([kinds(made), made.clock.naps]).toEqual(['refusal banned', []]);
    },
  );

  test('is a ban under 403 as well', async () => {
    expect(kinds(await call(KEYED, [refusal(403, 'temp_banned_abuse_guard')]))).toBe(
      'refusal banned',
    );
  });

  test('names its end where the provider names the time', async () => {
    const made = await call(KEYED, [banned({ until: '2026-03-16T18:00:00Z', tier: 2 })]);
    expect(made.message).toContain('It ends at 2026-03-16T18:00:00.000Z.');
  });

  test('names its length where the provider names only seconds', async () => {
    const made = await call(KEYED, [banned({ tier: 2, retry_after_seconds: 14_400 })]);
    expect(made.message).toContain('It ends in 240 minutes.');
  });

  test('names the end by Retry-After where the details name none', async () => {
    const made = await call(KEYED, [banned({ tier: 2 }, { 'retry-after': '14400' })]);
    expect(made.message).toContain('It ends at 2026-03-16T18:00:00.000Z.');
  });

  test('names its end although other details are of another type', async () => {
    const details = { until: '2026-03-16T18:00:00Z', tier: 'two', retry_after_seconds: '14400' };
    expect((await call(KEYED, [banned(details)])).message).toContain('2026-03-16T18:00:00.000Z');
  });

  test('names no end where the provider names none', async () => {
    expect((await call(KEYED, [banned('later')])).message).not.toContain('It ends');
  });

  test('is no "too many requests" for those who poll', async () => {
    expect((await call(KEYED, [banned()])).caller.rateLimitedAnswers).toBe(0);
  });
});
