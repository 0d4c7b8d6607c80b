import type { Lease } from '../domain/lease.ts';
import type { JobFolder } from './job-folder.ts';
import { journalLines, readJournal } from './journal-file.ts';
import type { HandedOrder } from './order-ids.ts';

/** What the steps of this job have rented or adopted so far, and which of it is closed. */
export function jobOrders(folder: JobFolder): { open: Lease[]; all: Lease[] } {
  const { fold } = readJournal(folder.journals().flatMap(journalLines));
  return { open: fold.open, all: fold.all };
}

/** An order that was handed over, with what this job knows of it. */
export function leaseOf(handed: HandedOrder, known: readonly Lease[]): Lease {
  const ours = known.find((lease) => lease.orderId === handed.orderId);
  if (ours !== undefined) return { ...ours };
  return { ...handed, countryCode: '', currency: 'IDR', status: 'waiting' };
}
