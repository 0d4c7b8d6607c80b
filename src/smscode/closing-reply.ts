import * as z from 'zod/mini';
import type { ClosingReply } from '../domain/provider.ts';
import type { CallResult } from './caller.ts';
import { maybeMoney } from './wire.ts';

const closedShape = z.object({ refund_amount: maybeMoney });

/** What the answer to a cancel or finish means. Anything unclear is left to the next reading. */
export function readClosing(result: CallResult): ClosingReply {
  if (result.kind === 'data') {
    const parsed = closedShape.safeParse(result.data);
    return { outcome: 'done', refund: parsed.success ? parsed.data.refund_amount : null };
  }
  return {
    outcome: 'refused',
    failure: result.failure,
    retryAt: result.kind === 'refusal' ? result.retryAt : null,
  };
}
