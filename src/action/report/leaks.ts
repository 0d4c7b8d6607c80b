import { Failure } from '../../domain/failure.ts';
import type { Intent } from '../../domain/journal.ts';
import type { Lease } from '../../domain/lease.ts';
import { reasonWhy, refundUnless } from '../../modes/not-released.ts';

/** What is known of an order that may stay open. */
export type Unowned = Pick<Lease, 'orderId' | 'expiresAt'>;

/** A line for a person's shell that gives an order back; see {@link commandsByHand}. */
export type CommandFor = (orderId: string) => string;

/** What to look at where no order id is known; see {@link lookByHand}, which names the command. */
const LOOK =
  "Look at the account's newest orders for one of that time, and cancel it there; without an SMS it refunds itself when it expires.";

/** An order that is known by its id: why it is not given back, how to do it, when it refunds itself. */
function stillRented({ orderId, expiresAt }: Unowned, reason: string, command: CommandFor): string {
  return `Order ${orderId} may still be rented: ${reason}. Give it back by hand: ${command(orderId)} . ${refundUnless(expiresAt)}`;
}

/**
 * The provider could not even be connected to. A release that fails is never only a warning,
 * whatever `tolerate` says, so its kind is `leaked`.
 */
export function unreached(lease: Unowned, error: unknown, command: CommandFor): Failure {
  const { orderId } = lease;
  const way = (id: string): string =>
    `${command(id)} , or run a step with "mode: release" and "order-id: ${id}"`;
  return new Failure('leaked', stillRented(lease, reasonWhy(error), way), {
    orderId,
    cause: error,
  });
}

export function unreachedPurchase(intent: Intent, error: unknown, look = LOOK): Failure {
  return new Failure(
    'leaked',
    `A purchase (${intent.body}, idempotency key ${intent.key}) had no answer, and the provider could not be asked about it: ${reasonWhy(error)}. ${look}`,
    { cause: error },
  );
}

/** Post is not going to give it back, for a reason of its own. */
export function leftRented(lease: Unowned, reason: string, command: CommandFor): Failure {
  const { orderId } = lease;
  return new Failure('leaked', stillRented(lease, reason, command), { orderId });
}

export function lostTokenOf(lease: Unowned, command: CommandFor): Failure {
  const reason =
    'the token that rented it is not here any more (the input "token" and SMSCODE_TOKEN hold another one or none)';
  return leftRented(lease, reason, command);
}

export function lostToken({ body, key }: Intent, look: string): Failure {
  return new Failure(
    'leaked',
    `A purchase (${body}, idempotency key ${key}) had no answer, and the token that sent it is not here any more. ${look}`,
  );
}

export function newerJournal(path: string, version: number, look: string): Failure {
  return new Failure(
    'leaked',
    `The journal ${path} was written by a newer version of this action (format ${String(version)}), so what else it owes cannot be told. Use the same version in the whole job. ${look}`,
  );
}

/** Main of another version may have rented; only what its copies in the state tell is known. */
export function foreignState(version: number | null, look: string): Failure {
  const format = version === null ? 'it cannot be read' : `format ${String(version)}`;
  return new Failure(
    'leaked',
    `The state that the main step left (STATE_step) was written by another version of this action (${format}), so what it rented cannot be told and was not given back. Use the same version in the whole job. ${look}`,
  );
}

/** Lines that neither a kill nor a full disk explains, and of which the state has no copy. */
export function damagedJournal(path: string, lines: number, look: string): Failure {
  return new Failure(
    'leaked',
    `${String(lines)} line(s) of the journal ${path} cannot be read: something else wrote there. What the other lines tell of is given back; there may be more. ${look}`,
  );
}
