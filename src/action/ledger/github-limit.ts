import { readRetryAfter } from '../../smscode/retry.ts';

/** Where GitHub asks for patience without saying how much, it documents a minute. */
const PATIENCE_MS = 60_000;

/**
 * For how long GitHub wants no further request, null where it did not complain of too many. A limit
 * answers 403 or 429, with `retry-after` or with no requests left until `x-ratelimit-reset`.
 *
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function rateLimitPause(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
): number | null {
  if (status !== 403 && status !== 429) return null;
  const asked = readRetryAfter(headers['retry-after'], now);
  if (asked !== null) return asked;
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1_000;
    return Number.isFinite(reset) && reset > 0 ? Math.max(0, reset - now) : PATIENCE_MS;
  }
  return status === 429 ? PATIENCE_MS : null;
}
