import { Failure } from '../domain/failure.ts';
import type { Found } from './sweep.ts';

/**
 * A purchase of a dead run whose order no record names. A sweep never repeats it, for its key may be
 * forgotten by then, and a repetition would buy.
 */
export function unansweredPurchase({ intent, runId }: Found['unanswered'][number]): Failure {
  return new Failure(
    'leaked',
    `Run ${String(runId)} announced a purchase (${intent.body}, idempotency key ${intent.key}) at ${new Date(intent.at).toISOString()} and died before it recorded an answer, so a number may be rented whose order id is not known. Look at the account's newest orders of that time, and cancel what is not wanted there; without an SMS it refunds itself when it expires. This is said until the record is a day old.`,
  );
}
