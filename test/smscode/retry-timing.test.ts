import { describe, expect, test } from 'vitest';
import { backOff, readRetryAfter } from '../../src/smscode/retry.ts';
import { START } from '../support/fake-clock.ts';

describe('the back-off', () => {
  test('doubles from 1 s and is capped at 30 s', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6].map((n) => backOff(n) / 1000);
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7_000],
    [' 7 ', 7_000],
    ['1.5', 1_500],
    ['14400', 14_400_000],
  ])('is a number of seconds: "%s"', (header, ms) => {
    expect(readRetryAfter(header, START)).toBe(ms);
  });

  test('is a date from now', () => {
    expect(readRetryAfter('Mon, 16 Mar 2026 14:00:09 GMT', START)).toBe(9_000);
  });

  test('is over where its date is past', () => {
    expect(readRetryAfter('Mon, 16 Mar 2026 13:59:00 GMT', START)).toBe(0);
  });

  test('of no length that a calendar has is a year, which nobody waits for either', () => {
    const wait = readRetryAfter('9'.repeat(30), START);
    expect(new Date(START + (wait ?? 0)).getUTCFullYear()).toBe(2027);
  });

  test.each([undefined, '', '   ', 'soon', '-5', '5 s'])('says nothing: "%s"', (header) => {
    expect(readRetryAfter(header, START)).toBeNull();
  });
});
