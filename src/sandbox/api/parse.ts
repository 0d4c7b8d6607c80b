import * as z from 'zod/mini';
import { done, refused, type Outcome } from '../core/refusal.ts';

/** Parses a JSON body. What does not fit comes back field by field. */
export function parseBody<T>(body: string, schema: z.ZodMiniType<T>): Outcome<T> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return refused({ kind: 'invalid', fields: { body: 'is not JSON' } });
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? done(parsed.data)
    : refused({ kind: 'invalid', fields: fieldsOf(parsed.error) });
}

/** A whole number of the query, or `undefined` when it is not there. */
export function wholeNumber(query: URLSearchParams, name: string): Outcome<number | undefined> {
  const text = query.get(name);
  if (text === null || text === '') return done(undefined);
  return /^\d{1,15}$/.test(text)
    ? done(Number(text))
    : refused({ kind: 'invalid', fields: { [name]: 'must be a whole number' } });
}

/** The first refusal among several outcomes, or all their values. */
export function all<T extends readonly unknown[]>(
  ...outcomes: { readonly [K in keyof T]: Outcome<T[K]> }
): Outcome<T> {
  const failed = (outcomes as readonly Outcome<unknown>[]).find((outcome) => !outcome.ok);
  if (failed?.ok === false) return failed;
  const values = (outcomes as readonly Outcome<unknown>[]).map((outcome) =>
    outcome.ok ? outcome.value : undefined,
  );
  return done(values as unknown as T);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function fieldsOf(error: z.core.$ZodError): Record<string, string> {
  return Object.fromEntries(
    error.issues.map((issue) => [issue.path.map(String).join('.') || 'body', issue.message]),
  );
}
