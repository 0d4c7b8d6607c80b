import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { ResendReply } from '../domain/provider.ts';
import type { CallResult } from './call.ts';
import { maybeFlag } from './wire.ts';

const resentShape = z.object({ resent: maybeFlag });

/** What the answer to `POST /orders/resend` means: `{order_id, status, resent}`. */
export function readResend(result: CallResult): ResendReply {
  switch (result.kind) {
    case 'refusal':
    case 'unsent':
      return { outcome: 'refused', failure: result.failure };
    case 'lost':
      return { outcome: 'unclear', failure: result.failure };
    case 'data':
      break;
  }
  const parsed = resentShape.safeParse(result.data);
  const isSaid = parsed.success && parsed.data.resent !== false;
  if (isSaid) return { outcome: 'sent' };
  const words = 'The provider answered, yet does not say that it sent again.';
  return { outcome: 'refused', failure: new Failure('protocol', words, result.context) };
}
