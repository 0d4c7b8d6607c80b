import { timingSafeEqual } from 'node:crypto';
import type { LoopbackRequest } from './loopback-server.ts';
import { refusal, type Reply } from './reply.ts';

export const STOP_PATH = '/stop';

/** `POST /stop` with `Authorization: Bearer KEY`: 204, and then `onStop`. Null for other paths. */
export function stopRoute(
  key: string,
  onStop: () => void,
): (request: LoopbackRequest) => Reply | null {
  return ({ method, path, headers }) => {
    if (path !== STOP_PATH) return null;
    if (method !== 'POST') {
      return refusal(405, 'invalid-input', 'This address takes POST alone.', { allow: 'POST' });
    }
    if (!isSame(headers.authorization ?? '', `Bearer ${key}`)) {
      return refusal(401, 'unauthorized', 'Only the post step of the job can stop this server.', {
        'www-authenticate': 'Bearer',
      });
    }
    return { status: 204, body: null, afterwards: onStop };
  };
}

function isSame(given: string, wanted: string): boolean {
  const [ours, theirs] = [Buffer.from(wanted), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
