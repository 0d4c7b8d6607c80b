import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether `X-Webhook-Signature: sha256=<hex>` is the HMAC-SHA256 of exactly these bytes. It tells who
 * sent them and not when: a recorded webhook may come again.
 */
export function isSigned(body: Uint8Array, header: string | undefined, secret: string): boolean {
  const [, hex] = HEADER.exec(header ?? '') ?? [];
  if (hex === undefined) return false;
  const right = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(Buffer.from(hex, 'hex'), right);
}
