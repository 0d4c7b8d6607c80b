import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { ClosingReply } from '../domain/provider.ts';
import { reasonOf, type RefusalReason } from '../domain/release-plan.ts';
import type { CallResult } from './call.ts';
import { maybeMoney, maybeText } from './wire.ts';
import { readStatus } from './wire-order.ts';

const closedShape = z.object({ refund_amount: maybeMoney, status: maybeText });

/**
 * What the answer to a cancel or finish means. Anything unclear is left to the next reading, a
 * success that names an open status too.
 */
export function readClosing(result: CallResult): ClosingReply {
  if (result.kind !== 'data') {
    const retryAt = result.kind === 'unsent' ? null : result.retryAt;
    return { outcome: 'refused', failure: result.failure, why: whyRefused(result), retryAt };
  }
  const parsed = closedShape.safeParse(result.data);
  const status =
    parsed.success && parsed.data.status !== null ? readStatus(parsed.data.status) : null;
  if (status === 'waiting' || status === 'otp-received') {
    const failure = new Failure(
      'protocol',
      `The provider says the call succeeded, yet the order is "${status}".`,
      result.context,
    );
    return { outcome: 'refused', failure, why: 'unclear', retryAt: null };
  }
  return {
    outcome: 'done',
    refund: parsed.success ? parsed.data.refund_amount : null,
    confirmed: status !== null,
  };
}

const REASON_OF_CODE = {
  CONFLICT: 'conflict',
  CANCEL_TOO_EARLY: 'too-early',
  PROVIDER_ERROR: 'supplier',
} as const satisfies Record<string, RefusalReason>;

function whyRefused(result: Exclude<CallResult, { kind: 'data' }>): RefusalReason {
  const code = result.kind === 'refusal' ? result.refusal.code : '';
  return Object.hasOwn(REASON_OF_CODE, code)
    ? REASON_OF_CODE[code as keyof typeof REASON_OF_CODE]
    : reasonOf(result.failure);
}
