import type { Lease } from '../../domain/lease.ts';
import type { JobFolder } from './job-folder.ts';
import { journalLines, readJournal } from './journal-file.ts';
import type { HandedOrder } from '../inputs/order-ids.ts';

/** What the steps of this job have rented or adopted so far on an account, and what is still open. */
export function jobOrders(folder: JobFolder, account: string): { open: Lease[]; all: Lease[] } {
  const { fold } = readJournal(folder.journals(account).flatMap(journalLines));
  return { open: fold.open, all: fold.all };
}

/** An order that was handed over, with what this job knows of it. */
function leaseOf(handed: HandedOrder, known: readonly Lease[]): Lease {
  const ours = known.find((lease) => lease.orderId === handed.orderId);
  if (ours !== undefined) return { ...ours };
  return { ...handed, countryCode: '', currency: 'IDR', status: 'waiting', rentedAt: null };
}

/** The orders that a step was handed, else those of this job that are open. */
export function wishedOrders(
  handed: readonly HandedOrder[] | null,
  known: { open: readonly Lease[]; all: readonly Lease[] },
): Lease[] {
  return handed === null
    ? known.open.map((lease) => ({ ...lease }))
    : handed.map((order) => leaseOf(order, known.all));
}
