import type { IncomingHttpHeaders } from 'node:http';

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request names this very server. A page in a browser may make its own host name point at
 * 127.0.0.1 (DNS rebinding) and so pass for one origin with us; its Host header still tells.
 */
export function isOurHost(host: string | undefined, port: number): boolean {
  return NAMES.some((name) => host?.toLowerCase() === `${name}:${String(port)}`);
}

/** A page that this machine serves, on whatever port: the app under test, or the test's own page. */
const LOOPBACK_ORIGIN = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * What lets a page read the answer, by the Fetch standard and Private Network Access. Pages from
 * anywhere else get nothing, so that their browser keeps the answer from them.
 */
export function corsHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !LOOPBACK_ORIGIN.test(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    ...(headers['access-control-request-method'] === undefined
      ? {}
      : { 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': '*' }),
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
  };
}
