import * as z from 'zod/mini';
import { jsonReply, type HttpReply } from '../http/message.ts';

/** Parses what a control request says and goes on with it, or answers 400 with what is wrong. */
export function withBody<T>(
  body: string,
  schema: z.ZodMiniType<T>,
  proceed: (value: T) => HttpReply,
): HttpReply {
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    return wrong('The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? proceed(parsed.data) : wrong(z.prettifyError(parsed.error));
}

export function wrong(error: string, status = 400): HttpReply {
  return jsonReply(status, { error });
}
