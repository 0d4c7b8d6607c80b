import type * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { Order } from '../domain/order.ts';
import type { PurchaseReply } from '../domain/provider.ts';
import { parseData } from './answer.ts';
import type { CallResult } from './call.ts';

/**
 * What the answer to a create means for our money. `strict` is for a server without idempotency
 * keys: there a 5xx, but for the 503 that says "not now", may hide a purchase even in the envelope.
 */
export function readPurchase(
  result: CallResult,
  shape: z.ZodMiniType<Order[]>,
  strict: boolean,
): PurchaseReply {
  switch (result.kind) {
    case 'data':
      return bought(result, shape);
    case 'unsent':
      return { outcome: 'refused', failure: result.failure };
    case 'lost':
      return { outcome: 'lost', failure: result.failure, how: result.how };
    case 'refusal':
      return refused(result, strict);
  }
}

function bought(
  result: Extract<CallResult, { kind: 'data' }>,
  shape: z.ZodMiniType<Order[]>,
): PurchaseReply {
  try {
    const orders = parseData(result.data, shape, result.context);
    return orders.length === 0 ? { outcome: 'sold-out' } : { outcome: 'bought', orders };
  } catch (error) {
    // It says success, so money was spent, but on what cannot be read.
    if (error instanceof Failure) return { outcome: 'lost', failure: error, how: 'unclear' };
    throw error;
  }
}

function refused(result: Extract<CallResult, { kind: 'refusal' }>, strict: boolean): PurchaseReply {
  const { refusal, failure, status } = result;
  if (refusal.code === 'REQUEST_IN_PROGRESS') return { outcome: 'lost', failure, how: 'settling' };
  // Something was bought with this key, or is being bought: asking again with it tells nothing more.
  if (refusal.code === 'IDEMPOTENCY_KEY_REUSED') {
    return { outcome: 'lost', failure, how: 'key-refused' };
  }
  const mayHideAPurchase =
    strict &&
    (status >= 500 || refusal.code === 'INTERNAL_ERROR') &&
    failure.kind === 'provider-outage' &&
    status !== 503 &&
    refusal.code !== 'SERVICE_UNAVAILABLE';
  if (mayHideAPurchase) return { outcome: 'lost', failure, how: 'unclear' };
  // Only on a create does PROVIDER_ERROR mean that the provider's own supplier has no number.
  const soldOut = failure.kind === 'no-stock' || refusal.code === 'PROVIDER_ERROR';
  return soldOut ? { outcome: 'sold-out' } : { outcome: 'refused', failure };
}
