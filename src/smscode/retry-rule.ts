import type { Failure } from '../domain/failure.ts';
import type { CallResult, Repeatable } from './call.ts';

type RetryRule = 'never' | 'rate-limit' | 'outage';

/** Whether a call may be repeated after this, and under which count. */
export function retryRule(result: CallResult, repeatable: Repeatable): RetryRule {
  switch (result.kind) {
    case 'data':
      return 'never';
    case 'unsent':
      return result.failure.kind !== 'network' || repeatable === 'rate-limited-only'
        ? 'never'
        : 'outage';
    case 'lost':
      if (repeatable !== 'always') return 'never';
      if (result.failure.kind === 'rate-limited') return 'rate-limit';
      return isPassing(result.failure) ? 'outage' : 'never';
    case 'refusal':
      if (result.failure.kind === 'banned') return 'never';
      if (result.failure.kind === 'rate-limited') return 'rate-limit';
      if (repeatable === 'rate-limited-only') return 'never';
      // On a create it says that the provider's own supplier has no number: the next product may.
      if (repeatable !== 'always' && result.refusal.code === 'PROVIDER_ERROR') return 'never';
      if (repeatable === 'refused-only') return isUnavailable(result) ? 'outage' : 'never';
      // The first try of this key is still settling: the same key again, shortly.
      if (result.refusal.code === 'REQUEST_IN_PROGRESS') return 'rate-limit';
      return result.failure.kind === 'provider-outage' ? 'outage' : 'never';
  }
}

/** A page or a torso of JSON told as success is a moment of a proxy; a 3xx or 4xx is not. */
function isPassing({ kind, context }: Failure): boolean {
  const garbled = kind === 'protocol' && (context.status ?? 0) < 300;
  return kind === 'network' || kind === 'provider-outage' || garbled;
}

/** The first try of this key has not ended yet, so it may still become a purchase. */
export function isSettling(result: CallResult): boolean {
  return result.kind === 'refusal' && result.refusal.code === 'REQUEST_IN_PROGRESS';
}

/** After such an answer only one that judges the purchase says what became of it. */
export function stillSettling(result: CallResult): CallResult {
  if (result.kind === 'data' || result.kind === 'lost') return result;
  const { kind } = result.failure;
  const judges = result.kind === 'refusal' && kind !== 'rate-limited' && kind !== 'provider-outage';
  return judges
    ? result
    : { kind: 'lost', failure: result.failure, how: 'settling', retryAt: null };
}

function isUnavailable(result: Extract<CallResult, { kind: 'refusal' }>): boolean {
  const { failure, refusal, status } = result;
  return (
    failure.kind === 'provider-outage' && (status === 503 || refusal.code === 'SERVICE_UNAVAILABLE')
  );
}
