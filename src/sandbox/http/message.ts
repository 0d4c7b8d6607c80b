export type HttpRequest = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody;
};

export type RequestBody =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too-large' };

export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What comes out of the socket: an answer, or one of the ways in which none does. */
export type HttpAnswer =
  | { readonly kind: 'reply'; readonly reply: HttpReply }
  /** Promises the whole body, sends half of it and hangs up. */
  | { readonly kind: 'cut-in-body'; readonly reply: HttpReply }
  | { readonly kind: 'cut' }
  /** Never answers; the client has to give up by itself. */
  | { readonly kind: 'silence' };

export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function htmlReply(status: number, title: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`,
  };
}

export function reply(sent: HttpReply): HttpAnswer {
  return { kind: 'reply', reply: sent };
}
