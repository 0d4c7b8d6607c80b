import { Failure } from '../../domain/failure.ts';
import type { Intent } from '../../domain/journal.ts';
import type { Lease } from '../../domain/lease.ts';
import { asFailure } from './end-step.ts';
import { isoTime } from './outputs.ts';

/** What is known of an order that may stay open. */
export type Unowned = Pick<Lease, 'orderId' | 'expiresAt'>;

/** A line for a person's shell that gives an order back; see {@link commandsByHand}. */
export type CommandFor = (orderId: string) => string;

/**
 * The provider could not even be connected to. A release that fails is never only a warning,
 * whatever `tolerate` says, so its kind is `leaked`.
 */
export function unreached(lease: Unowned, error: unknown, command: CommandFor): Failure {
  const { orderId } = lease;
  return new Failure(
    'leaked',
    `Order ${orderId} may still be rented: ${asFailure(error).describe()} Give it back by hand: ${command(orderId)} , or run a step with "mode: release" and "order-id: ${orderId}". ${refundOf(lease)}`,
    { orderId, cause: error },
  );
}

function refundOf({ expiresAt }: Unowned): string {
  return `If no SMS comes it refunds itself ${isoTime(expiresAt) === null ? 'when it expires' : `at ${String(isoTime(expiresAt))}`}.`;
}

export function unreachedPurchase(intent: Intent, error: unknown): Failure {
  return new Failure(
    'leaked',
    `A purchase (${intent.body}, idempotency key ${intent.key}) had no answer, and the provider could not be asked about it: ${asFailure(error).describe()} Look at the account's newest orders.`,
    { cause: error },
  );
}

export function lostTokenOf(lease: Unowned, command: CommandFor): Failure {
  const { orderId } = lease;
  return new Failure(
    'leaked',
    `Order ${orderId} stays rented: the token that rented it is not here any more (the input "token" and SMSCODE_TOKEN hold another one or none). Give it back by hand: ${command(orderId)} . ${refundOf(lease)}`,
    { orderId },
  );
}

/** The process has to go, whatever still runs. */
export function outOfTime(lease: Unowned, command: CommandFor): Failure {
  const { orderId } = lease;
  return new Failure(
    'leaked',
    `Order ${orderId} may still be rented: the post step was stopped before it was given back. Give it back by hand: ${command(orderId)} . ${refundOf(lease)}`,
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

export function outOfTimeToAsk(): Failure {
  return new Failure('interrupted', 'The post step was stopped before it could ask.');
}

/** Main of another version may have rented; only what its copies in the state tell is known. */
export function foreignState(version: number | null, known: readonly Lease[]): Failure {
  const format = version === null ? 'it cannot be read' : `format ${String(version)}`;
  const ids = known.map(({ orderId }) => orderId).join(', ');
  const seen = ids === '' ? '' : ` Among them are: ${ids}.`;
  return new Failure(
    'leaked',
    `The state that the main step left (STATE_step) was written by another version of this action (${format}), so what it rented cannot be told and was not given back. Use the same version in the whole job, and look at the account's open orders.${seen}`,
  );
}

/** Lines that neither a kill nor a full disk explains, and of which the state has no copy. */
export function damagedJournal(path: string, lines: number): Failure {
  return new Failure(
    'leaked',
    `${String(lines)} line(s) of the journal ${path} cannot be read: something else wrote there. What the other lines tell of is given back; look at the account's newest orders for more.`,
  );
}
