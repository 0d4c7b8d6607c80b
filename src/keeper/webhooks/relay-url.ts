import { isLoopback } from '../../domain/loopback.ts';

/** Webhooks hold codes: they travel through TLS, or stay on this machine. */
export function isRelayUrl(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A relay elsewhere sends nobody to the services of this machine. */
export function mayFollow(from: URL, to: URL): boolean {
  return isRelayUrl(to) && (isLoopback(from) || !isLoopback(to));
}
