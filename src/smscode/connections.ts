import type { Agent } from 'node:http';
import { HttpClient } from '@actions/http-client';

/**
 * The connections to a host: `@actions/http-client` supplies them through http(s)_proxy and no_proxy
 * as the runner sets them, never for loopback, and keeps them alive.
 */
export function openConnections(): (url: URL) => Agent {
  const client = new HttpClient(undefined, [], { keepAlive: true });
  return (url) => client.getAgent(url.href);
}
