import { createHmac } from 'node:crypto';

/** Over the raw body alone, so it proves who sent it and not when. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;
}
