import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Random } from '../../domain/ports.ts';
import { readOrNull } from './job-folder.ts';

/** Tells the same token again without showing it: an HMAC under the job's salt. */
export function fingerprintOf(token: string, salt: string): string {
  return createHmac('sha256', salt).update(token).digest('hex').slice(0, 32);
}

export function matches(token: string, salt: string, fingerprint: string): boolean {
  const ours = Buffer.from(fingerprintOf(token, salt));
  const theirs = Buffer.from(fingerprint);
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

/**
 * Puts the token away for post: the cipher text in a file that only the runner's user reads, the
 * key in the step's state. Either alone is worthless.
 *
 * @returns the key, hexadecimal, or null if the file could not be written
 */
export function sealToken(token: string, path: string, random: Random): string | null {
  const key = random.hex(32);
  const nonce = random.hex(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), Buffer.from(nonce, 'hex'));
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  const text = [nonce, cipher.getAuthTag().toString('hex'), sealed.toString('hex')].join('.');
  try {
    // `wx`: never into a file or through a link that is there already.
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return key;
  } catch {
    return null;
  }
}

export function unsealToken(path: string, key: string): string | null {
  const [nonce, tag, sealed] = readOrNull(path)?.split('.') ?? [];
  if (nonce === undefined || tag === undefined || sealed === undefined) return null;
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      Buffer.from(key, 'hex'),
      Buffer.from(nonce, 'hex'),
    );
    decipher.setAuthTag(Buffer.from(tag, 'hex'));
    const opened = Buffer.concat([decipher.update(Buffer.from(sealed, 'hex')), decipher.final()]);
    return opened.toString('utf8');
  } catch {
    return null;
  }
}
