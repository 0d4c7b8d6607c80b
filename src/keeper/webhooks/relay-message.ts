import { parseJson, parseWebhook, type Webhook } from './parse-webhook.ts';

/**
 * Reads the data of one event of a relay. smee.io, and relays like it, put the webhook's headers in
 * lower case beside `body`, `query` and `timestamp`; a plain relay sends the body alone.
 *
 * The signature among those headers proves nothing: the relay parsed the body and wrote it anew.
 */
export function parseRelayed(data: string): Webhook | null {
  const sent = parseJson(data);
  if (typeof sent !== 'object' || sent === null) return null;
  const body = 'body' in sent ? sent.body : sent;
  return parseWebhook(typeof body === 'string' ? parseJson(body) : body);
}
