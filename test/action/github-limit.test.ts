import { expect, test } from 'vitest';
import { rateLimitPause } from '../../src/action/ledger/github-limit.ts';
import { START } from '../support/fake-clock.ts';

const RESET = String(START / 1_000 + 90);

test.each<[string, number, Record<string, string>, number | null]>([
  ['the time that GitHub names', 403, { 'retry-after': '30' }, 30_000],
  [
    'until the hour begins anew',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    90_000,
  ],
  [
    'until the hour begins anew',
    429,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    90_000,
  ],
  ['nothing when it has begun', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 0],
  ['a minute where nothing is named', 429, {}, 60_000],
  ['a minute where no time can be read', 403, { 'x-ratelimit-remaining': '0' }, 60_000],
  [
    'no time: it is a refusal',
    403,
    { 'x-ratelimit-remaining': '900', 'x-ratelimit-reset': RESET },
    null,
  ],
  ['no time: it is not a limit', 404, { 'retry-after': '30' }, null],
  ['no time: it is an outage', 503, { 'retry-after': '30' }, null],
])('a limit is waited for: %s (%i)', (_, status, headers, pause) => {
  expect(rateLimitPause(status, headers, START)).toBe(pause);
});
