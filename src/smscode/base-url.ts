import { isLoopback } from '../domain/loopback.ts';

/**
 * The base of the API from what a person writes: with or without `/v1`, with or without a slash at
 * the end. Returns an error text for what must not be called: the token would travel in the open.
 */
export function readBaseUrl(text: string): { base: URL } | { error: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { error: 'must be an https URL' };
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return { error: 'must be a plain address without user, query or fragment' };
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return {
      error: 'may use plain http only to loopback; use https, so that the token stays secret',
    };
  }
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/v1') ? path : `${path}/v1`;
  return { base: url };
}
