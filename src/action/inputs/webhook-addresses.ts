import { isIPv6 } from 'node:net';
import * as z from 'zod/mini';
import { isRelayUrl } from '../../keeper/webhooks/relay-url.ts';
import { shape } from './input-shapes.ts';

/** Where to listen; `host` is a name or an address, without the brackets of IPv6. */
export interface HostAndPort {
  host: string;
  /** 0: any that is free. */
  port: number;
}

/** A place to listen at, or null where none is given. Port 0 takes any free one, which the log names. */
export const hostAndPort = z.pipe(
  shape<{ place: HostAndPort | null }>((value) => {
    if (value === '') return { place: null };
    const place = readHostAndPort(value);
    return place === null ? null : { place };
  }, 'must be the host and port to listen at, as in "0.0.0.0:8080" or "[::]:8080"'),
  z.transform(({ place }: { place: HostAndPort | null }) => place),
);

/** The address of a relay, or null where none is given. */
export const relayUrl = z.pipe(
  shape<{ url: URL | null }>((value) => {
    if (value === '') return { url: null };
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && isRelayUrl(url) ? { url } : null;
  }, 'must be the https URL of a relay, without a user (plain http only to loopback: webhooks hold codes)'),
  z.transform(({ url }: { url: URL | null }) => url),
);

function readHostAndPort(value: string): HostAndPort | null {
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([\w.-]+)):(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) return null;
  if (bracketed !== undefined) return isIPv6(bracketed) ? { host: bracketed, port } : null;
  return name === undefined ? null : { host: name, port };
}
