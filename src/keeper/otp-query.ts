import * as z from 'zod/mini';
import { readDuration } from '../domain/duration.ts';

/** What a caller may ask for by the query of an OTP URL. */
export interface OtpQuery {
  /** Null: the server's own. */
  timeoutMs: number | null;
  after: number | null;
}

const LEAST_MS = 1_000;
const MOST_MS = 6 * 60 * 60 * 1_000;

const shape = z.strictObject(
  {
    timeout: z.optional(
      z.pipe(
        z.string(),
        z.transform((text, { issues }): number => {
          const ms = readDuration(text.trim());
          if (ms !== null && ms >= LEAST_MS && ms <= MOST_MS) return ms;
          issues.push({
            code: 'custom',
            message: 'must be a duration as in "60", "60s" or "2m", from 1 s to 6 h',
            input: text,
          });
          return z.NEVER;
        }),
      ),
    ),
    after: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^\d{1,15}$/,
            'must be the "revision" of an earlier answer, a whole number as in "1" (where "revision" is null the provider has none: leave it out)',
          ),
        ),
    ),
  },
  'may have "timeout" and "after" alone',
);

/** @returns the query, or what is wrong with it, in words */
export function readOtpQuery(params: URLSearchParams): OtpQuery | string {
  // An empty value is none: `?after=${revision ?? ''}` is how a test writes it.
  const given = [...params].filter(([, value]) => value !== '');
  const twice = given.find(([name], place) => given.some(([n], p) => n === name && p < place));
  if (twice !== undefined) return `"${twice[0]}" stands there twice. Leave one out.`;
  const parsed = shape.safeParse(Object.fromEntries(given));
  if (parsed.success) {
    const { timeout, after } = parsed.data;
    return { timeoutMs: timeout ?? null, after: after === undefined ? null : Number(after) };
  }
  return parsed.error.issues.map(({ path, message }) => `${nameOf(path[0])} ${message}.`).join(' ');
}

function nameOf(name: PropertyKey | undefined): string {
  return name === undefined ? 'The query' : `"${String(name)}"`;
}
