import type { HttpReply } from '../../src/smscode/http.ts';

/** Answers in the provider's envelope, with the extra keys that its published fixtures carry. */
export function ok(data: unknown, over: Partial<HttpReply> = {}): HttpReply {
  return answer(200, { status: 200, success: true, data }, over);
}

export function refusal(
  status: number,
  code: string,
  over: { message?: string; details?: unknown; headers?: HttpReply['headers'] } = {},
): HttpReply {
  const { message = 'Said by the provider', details, headers = {} } = over;
  const error = { code, message, ...(details === undefined ? {} : { details }) };
  return answer(status, { success: false, error }, { headers });
}

export function html(status: number, headers: HttpReply['headers'] = {}): HttpReply {
  return { status, headers, body: '<!DOCTYPE html>\n<html><body>Bad gateway</body></html>' };
}

export function answer(status: number, body: unknown, over: Partial<HttpReply> = {}): HttpReply {
  return { status, headers: {}, body: JSON.stringify(body), ...over };
}
