import * as z from 'zod/mini';
import type { HttpReply } from './http.ts';
import { maybeText } from './wire.ts';

/** What the provider answered, once it is known to be the provider that answered. */
export type Envelope =
  | { success: true; data: unknown; meta: unknown }
  | { success: false; code: string; message: string; details: unknown };

const envelopeShape = z.union([
  z.object({
    success: z.literal(true),
    data: z.optional(z.unknown()),
    meta: z.optional(z.unknown()),
  }),
  z.object({ success: z.literal(false), error: z.optional(z.unknown()) }),
]);

/** What an error says of itself; where it says nothing usable, the HTTP status speaks. */
const errorShape = z.object({
  code: maybeText,
  message: maybeText,
  details: z.optional(z.unknown()),
});

const NAMELESS = { code: null, message: null, details: undefined };

/**
 * Reads the envelope, or null where there is none: HTML of a proxy, half a JSON, a bare 413.
 * Error codes come back in upper case, because published fixtures differ in case.
 */
export function readEnvelope(reply: HttpReply): Envelope | null {
  const parsed = envelopeShape.safeParse(parseJson(reply.body));
  if (!parsed.success) return null;
  if (parsed.data.success) {
    // A success told under an error status is neither: nobody can build on it.
    if (reply.status >= 300) return null;
    return { success: true, data: parsed.data.data, meta: parsed.data.meta };
  }
  const { error } = parsed.data;
  const named = errorShape.safeParse(typeof error === 'string' ? { message: error } : error);
  const { code, message, details } = named.success ? named.data : NAMELESS;
  return { success: false, code: (code ?? '').toUpperCase(), message: message ?? '', details };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const HTML = 'an HTML page';

/** The kind of thing that came instead of an envelope, in words for a person. */
export function describeNonEnvelope(reply: HttpReply): string {
  if (reply.body.trim() === '') return 'an empty answer';
  if (/^\s*</.test(reply.body)) return HTML;
  return parseJson(reply.body) === undefined
    ? 'an answer that is not JSON'
    : 'JSON of another shape';
}
