import * as z from 'zod/mini';
import { readDuration } from '../../domain/duration.ts';

/** Turns a text into a value, or says in half a sentence what it must be. */
export function shape<T>(read: (text: string) => T | null, must: string): z.ZodMiniType<T, string> {
  return z.pipe(
    z.string(),
    z.transform((text: string, context): T => {
      const value = read(text.trim());
      if (value !== null) return value;
      context.issues.push({ code: 'custom', message: must, input: text });
      return z.NEVER;
    }),
  );
}

export const text = shape((value) => value, 'must be text');

export function flag(fallback: boolean): z.ZodMiniType<boolean, string> {
  return shape((value) => {
    if (value === '') return fallback;
    const word = value.toLowerCase();
    return word === 'true' ? true : word === 'false' ? false : null;
  }, 'must be "true" or "false"');
}

export function whole(
  least: number,
  most: number,
  fallback: number,
): z.ZodMiniType<number, string> {
  return shape(
    (value) => (value === '' ? fallback : wholeNumber(value, least, most)),
    `must be a whole number from ${String(least)} to ${String(most)}`,
  );
}

/** A value that may be left out: null then. */
function maybe<T>(read: (text: string) => T | null, must: string): z.ZodMiniType<T | null, string> {
  return z.pipe(
    shape<{ value: T | null }>((text) => {
      if (text === '') return { value: null };
      const value = read(text);
      return value === null ? null : { value };
    }, must),
    z.transform(({ value }: { value: T | null }) => value),
  );
}

/** An amount in IDR, or null where none is given. */
export const amount = maybe(
  (value) => wholeNumber(value, 0, Number.MAX_SAFE_INTEGER),
  'must be a whole amount in IDR, as in "5000"',
);

/** A count, or null where none is given. */
export const maybeWhole = maybe(
  (value) => wholeNumber(value, 0, Number.MAX_SAFE_INTEGER),
  'must be a whole number, as in "1"',
);

function wholeNumber(value: string, least: number, most: number): number | null {
  if (!/^\d+$/.test(value)) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= least && number <= most ? number : null;
}

/** A duration: `90`, `90s`, `2m`, `1h`. A number alone means seconds. In milliseconds. */
export function duration(
  leastMs: number,
  mostMs: number,
  fallback: string,
): z.ZodMiniType<number, string> {
  return shape(
    (value) => durationWithin(value === '' ? fallback : value, leastMs, mostMs),
    durationMust(leastMs, mostMs),
  );
}

/** A duration, or null where none is given. */
export function maybeDuration(
  leastMs: number,
  mostMs: number,
): z.ZodMiniType<number | null, string> {
  return maybe((value) => durationWithin(value, leastMs, mostMs), durationMust(leastMs, mostMs));
}

function durationWithin(value: string, leastMs: number, mostMs: number): number | null {
  const ms = readDuration(value);
  return ms !== null && ms >= leastMs && ms <= mostMs ? ms : null;
}

function durationMust(leastMs: number, mostMs: number): string {
  return `must be a duration as in "90", "90s" or "2m", from ${String(leastMs / 1_000)} s to ${String(mostMs / 1_000)} s`;
}

export function oneOf<const T extends string>(
  words: readonly T[],
  fallback: T,
): z.ZodMiniType<T, string> {
  return shape(
    (value) => {
      const word = value === '' ? fallback : value.toLowerCase();
      return words.find((known) => known === word) ?? null;
    },
    `must be one of ${words.map((word) => `"${word}"`).join(', ')}`,
  );
}

/** Names by comma or line; empty ones are dropped, doubles too. */
export const list = shape((value) => splitList(value), 'must be a list by comma or line');

export function splitList(value: string): string[] {
  const parts = value.split(/[,\n]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

export function listOf<const T extends string>(words: readonly T[]): z.ZodMiniType<T[], string> {
  return shape(
    (value) => {
      const parts = splitList(value).map((part) =>
        words.find((word) => word === part.toLowerCase()),
      );
      return parts.some((part) => part === undefined)
        ? null
        : parts.filter((part) => part !== undefined);
    },
    `may list ${words.map((word) => `"${word}"`).join(', ')}`,
  );
}
