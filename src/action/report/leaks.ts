import { Failure } from '../../domain/failure.ts';
import type { Intent } from '../../domain/journal.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Ports } from '../../modes/ports.ts';
import { asFailure } from './end-step.ts';
import { isoTime } from './outputs.ts';

/**
 * The provider could not even be connected to. A release that fails is never only a warning,
 * whatever `tolerate` says, so its kind is `leaked`.
 */
export function unreached({ orderId, expiresAt }: Lease, error: unknown): Failure {
  const expiry = isoTime(expiresAt);
  return new Failure(
    'leaked',
    `Order ${orderId} may still be rented: ${asFailure(error).describe()} Cancel it in the provider's account, or run a step with "mode: release" and "order-id: ${orderId}". If no SMS comes it refunds itself ${expiry === null ? 'when it expires' : `at ${expiry}`}.`,
    { orderId, cause: error },
  );
}

export function unreachedPurchase(intent: Intent, error: unknown): Failure {
  return new Failure(
    'leaked',
    `A purchase (${intent.body}, idempotency key ${intent.key}) had no answer, and the provider could not be asked about it: ${asFailure(error).describe()} Look at the account's newest orders.`,
    { cause: error },
  );
}

export function lostTokenOf({ orderId }: Lease, { provider }: Ports): Failure {
  return new Failure(
    'leaked',
    `Order ${orderId} stays rented: the token that rented it is not here any more (the input "token" and SMSCODE_TOKEN hold another one or none). Give it back by hand: ${provider.releaseCommand(orderId, 'cancel')}`,
    { orderId },
  );
}

export function lostToken({ body }: Intent): Failure {
  return new Failure(
    'leaked',
    `A purchase (${body}) had no answer, and the token that sent it is not here any more. Look at the account's newest orders.`,
  );
}

export function newerJournal(path: string, version: number): Failure {
  return new Failure(
    'leaked',
    `The journal ${path} was written by a newer version of this action (format ${String(version)}), so what it owes cannot be told. Use the same version in the whole job, and look at the account's open orders.`,
  );
}
