import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { ClosingReply } from '../domain/provider.ts';
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
    const retryAt = result.kind === 'refusal' ? result.retryAt : null;
    return { outcome: 'refused', failure: result.failure, retryAt };
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
    return { outcome: 'refused', failure, retryAt: null };
  }
  return { outcome: 'done', refund: parsed.success ? parsed.data.refund_amount : null };
}
