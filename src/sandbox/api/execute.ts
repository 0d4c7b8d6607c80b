import { createHash } from 'node:crypto';
import type { IdempotencyKeys } from '../core/idempotency.ts';
import type { RateLimit } from '../core/rate-limit.ts';
import type { Refusal } from '../core/refusal.ts';
import type { HttpReply, HttpRequest } from '../http/message.ts';
import type { Provider } from '../provider.ts';
import { refusalReply, successReply } from './envelope.ts';
import type { Routed } from './router.ts';

export type Gate = {
  readonly token: string;
  /** Valid, and without any permission. */
  readonly forbiddenToken: string | undefined;
  readonly rateLimit: RateLimit;
  readonly keys: IdempotencyKeys<HttpReply>;
};

/** Who asks, and may they: the token first, then its minute, then its permissions. */
export function refusalAtGate(request: HttpRequest, gate: Gate, now: number): Refusal | undefined {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined || (token !== gate.token && token !== gate.forbiddenToken)) {
    return { kind: 'unauthorized' };
  }
  const retryAfterSeconds = gate.rateLimit.admit(token, now);
  if (retryAfterSeconds !== undefined) return { kind: 'rate-limited', retryAfterSeconds };
  return token === gate.token ? undefined : { kind: 'forbidden' };
}

/** Carries a request out, at most once for each idempotency key. */
export async function execute(
  routed: Routed,
  request: HttpRequest,
  provider: Provider,
  keys: IdempotencyKeys<HttpReply>,
  now: number,
): Promise<HttpReply> {
  const refuse = (refusal: Refusal): HttpReply => refusalReply(refusal, routed.dialect);
  if (routed.kind === 'miss') return refuse(routed.refusal);

  const key = keyOf(routed, request);
  if (key?.kind === 'malformed') {
    return refuse({
      kind: 'invalid',
      fields: { 'idempotency-key': 'must match ^[A-Za-z0-9_-]{1,128}$' },
    });
  }
  if (key !== undefined) {
    const state = keys.look(key.key, key.fingerprint, now);
    switch (state.kind) {
      case 'replay':
        return state.reply;
      case 'in-progress':
        return refuse({ kind: 'key-in-progress' });
      case 'reused':
        return refuse({ kind: 'key-reused' });
      case 'fresh':
        break;
    }
  }

  provider.account.settle(now);
  const body = request.body.kind === 'text' ? request.body.text : '';
  const call = { params: routed.params, query: request.query, body, now };
  // Awaiting only what is a promise keeps a purchase and its key one step: two requests that are
  // let go at the same moment cannot both find the key fresh.
  const handled = routed.route.handle(call, provider);
  const outcome = handled instanceof Promise ? await handled : handled;
  if (!outcome.ok) return refuse(outcome.refusal);
  const reply = successReply(outcome.value);
  if (key !== undefined) keys.keep(key.key, key.fingerprint, reply, now);
  return reply;
}

export type Key =
  | { readonly kind: 'key'; readonly key: string; readonly fingerprint: string }
  | { readonly kind: 'malformed' };

/** `undefined` where no key was sent or the endpoint knows none, as everywhere in the guide. */
export function keyOf(routed: Routed, request: HttpRequest): Key | undefined {
  const key = request.headers['idempotency-key'];
  if (routed.kind === 'miss' || routed.route.idempotent === undefined || key === undefined) {
    return undefined;
  }
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(key)) return { kind: 'malformed' };
  const body = request.body.kind === 'text' ? request.body.text : '';
  const fingerprint = createHash('sha256').update(`${routed.route.operation}\n${sameBody(body)}`);
  return { kind: 'key', key, fingerprint: fingerprint.digest('hex') };
}

/**
 * What counts as the same body is not documented. Here: the same values, however spaced and in
 * whatever order of keys.
 */
function sameBody(body: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(body)));
  } catch {
    return body;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, child]) => [name, sorted(child)]));
}
