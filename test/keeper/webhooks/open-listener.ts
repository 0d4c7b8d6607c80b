import { onTestFinished } from 'vitest';
import {
  LISTEN_LIMITS,
  listenForWebhooks,
  type Listening,
  type ListenLimits,
} from '../../../src/keeper/webhooks/listener.ts';
import { HeardNudges } from '../../support/heard-nudges.ts';

export interface OpenListener extends HeardNudges {
  port: number;
  /** Posts a body; an object as JSON. @returns the status */
  post: (body: unknown, headers?: Record<string, string>, path?: string) => Promise<number>;
  listening: Extract<Listening, { kind: 'listening' }>;
}

/** A listener on a free port of loopback, and who hears it. */
export async function openListener(
  secret: string | null = null,
  limits: Partial<ListenLimits> = {},
): Promise<OpenListener> {
  const nudges = new HeardNudges();
  const listening = await listenForWebhooks({ host: '127.0.0.1', port: 0, secret }, nudges, {
    ...LISTEN_LIMITS,
    ...limits,
  });
  if (listening.kind === 'failed') throw new Error(listening.why);
  onTestFinished(() => listening.close());
  const { port } = listening;
  const post: OpenListener['post'] = async (body, headers = {}, path = '/') => {
    const { status } = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return status;
  };
  return Object.assign(nudges, { port, post, listening });
}
