import type { BalanceVerdict } from '../domain/balance-verdict.ts';
import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { Order } from '../domain/order.ts';
import type { CallLimits } from '../domain/provider.ts';
import type { Ports } from './ports.ts';

/** Red, with what to look at and the command to run: whether it was made could not be found out. */
export function unknownPurchase(
  intent: Intent,
  { why, candidates }: { why: Failure; candidates: readonly Order[] },
  { provider }: Ports,
): Failure {
  // Advice follows only what the provider said: the rest is a reason of our own, and whole.
  const reason = why.context.request === undefined ? why.describe() : `${why.fact()}.`;
  const what = `A purchase (${intent.body}, idempotency key ${intent.key}) of ${iso(intent.at)} had no answer, and it could not be found out whether it was made: ${reason}`;
  return new Failure('leaked', `${what} ${toDo(candidates)}`, why.context);

  function toDo(found: readonly Order[]): string {
    if (found.length === 0) {
      const list = provider.listCommand();
      const look =
        list === null ? "Look at the account's newest orders" : `List them: ${list} , look`;
      return `${look} for one of that time, and cancel it there; without an SMS it refunds itself when it expires.`;
    }
    const lines = found.map(({ id, createdAt }) => {
      const when = createdAt === null ? '' : ` of ${iso(createdAt)}`;
      return `order ${id}${when}: ${provider.releaseCommand(id, 'cancel')}`;
    });
    return `One of these may be it, or another job's, so none was touched. If no other job has it, cancel it:\n${lines.join('\n')}`;
  }
}

/** The same where the balance alone can tell. */
export function unknownByBalance(
  intent: Intent,
  verdict: Exclude<BalanceVerdict, { was: 'not-bought' }>,
  lost: Failure,
): Failure {
  const figures =
    verdict.was === 'not-comparable'
      ? 'the balance before and after could not be compared'
      : `the balance fell from ${String(verdict.before)} to ${String(verdict.after)} IDR`;
  return new Failure(
    'leaked',
    `The answer to a purchase (${intent.body}) of ${iso(intent.at)} was lost, and ${figures}: a number may be rented whose order id is not known. It may also be another job's purchase on the same token. Look at the account's newest orders and cancel what is not wanted there; without an SMS it refunds itself when it expires.`,
    lost.context,
  );
}

/** Whole IDR, or null where it cannot be read. */
export async function readBalance(limits: CallLimits, { provider }: Ports): Promise<number | null> {
  try {
    return await provider.balance(limits);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
