/** 429 is answered by at most so many repetitions, whatever the endpoint: nothing was done. */
export const RATE_LIMIT_RETRIES = 5;

/** A 5xx or a network fault is answered by at most so many, and only where repeating is safe. */
export const OUTAGE_RETRIES = 3;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** 1, 2, 4, 8, 16 s and so on, at most 30 s: the provider's own recommendation. */
export function backOff(retriesSoFar: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** retriesSoFar, LONGEST_DELAY_MS);
}

/** A year; a longer one is no time that anybody waits, and would overflow a calendar. */
const LONGEST_WAIT_MS = 366 * 24 * 3_600_000;

/**
 * `Retry-After` in milliseconds from now, by RFC 9110 section 10.2.3: seconds or an HTTP date.
 * Null where it is absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Math.min(Math.ceil(Number(text) * 1_000), LONGEST_WAIT_MS);
  }
  // Date.parse also takes "-5" and other oddities for years; a date has a letter in it.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
