import { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { JobFolder } from './job-folder.ts';
import { journalLines, readJournal } from './journal-file.ts';
import type { HandedOrder } from '../inputs/order-ids.ts';

/** What the steps of this job have rented or adopted so far on an account, and what is still open. */
export interface JobOrders {
  open: Lease[];
  all: Lease[];
  /** A journal that is too new to be understood: what is open cannot be told then. */
  newer: { path: string; version: number } | null;
}

export function jobOrders(folder: JobFolder, account: string): JobOrders {
  const journals = folder.journals(account).map((path) => ({ path, lines: journalLines(path) }));
  const { fold } = readJournal(journals.flatMap(({ lines }) => lines));
  const [newer = null] = journals.flatMap(({ path, lines }) => {
    const { newer: version } = readJournal(lines);
    return version === null ? [] : [{ path, version }];
  });
  return { open: fold.open, all: fold.all, newer };
}

/** Refuses to go by what only a newer version can read. */
export function requireReadable({ newer }: JobOrders): void {
  if (newer === null) return;
  throw new Failure(
    'invalid-input',
    `The journal ${newer.path} was written by a newer version of this action (format ${String(newer.version)}), so which orders of this job are open cannot be told. Nothing was sent. Use the same version in the whole job; each step's post gives back what it rented.`,
  );
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
