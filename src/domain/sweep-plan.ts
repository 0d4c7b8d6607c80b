import { foldJournal, type Intent } from './journal.ts';
import type { Lease } from './lease.ts';
import type { LedgerEvent, LedgerRecord, Mark, RecordName } from './ledger.ts';

/** A record as GitHub lists it, not read yet. */
export interface ListedRecord extends RecordName {
  artifactId: number;
  name: string;
  runId: number;
  /** Repository that the run's commit came from; another one than ours is a fork. */
  headRepositoryId: number | null;
  /** Epoch milliseconds. */
  createdAt: number;
  expired: boolean;
}

/** Only of a finished run is known that nobody else will give its numbers back. */
export type RunState = 'finished' | 'going' | 'unknown';

/** What the records that were listed amount to before any is read. */
export interface SortedRecords {
  /** By run, newest record first; these runs are asked about. */
  runs: Map<number, ListedRecord[]>;
  /** Left out: of runs from forks, which have no token of ours and so nothing to record. */
  forks: number;
  /** Left out: deleted by their retention, so nobody can read them. */
  expired: number;
  /** Left out: of the run that sweeps. */
  own: number;
}

/**
 * Which records matter to a sweep. The newest come first: only they can be of orders that are still
 * open, and the hour's requests may not suffice for all.
 */
export function sortRecords(
  listed: readonly ListedRecord[],
  here: { repositoryId: number; runId: number },
): SortedRecords {
  const sorted: SortedRecords = { runs: new Map(), forks: 0, expired: 0, own: 0 };
  for (const record of listed.toSorted((a, b) => b.createdAt - a.createdAt)) {
    if (record.headRepositoryId !== here.repositoryId) sorted.forks += 1;
    else if (record.runId === here.runId) sorted.own += 1;
    else if (record.expired) sorted.expired += 1;
    else sorted.runs.set(record.runId, [...(sorted.runs.get(record.runId) ?? []), record]);
  }
  return sorted;
}

/**
 * Which records of a run still have to be read, given what was read: those that close come first,
 * for they mostly make the others needless, and every reading costs two requests of the hour's
 * 1,000. Only what was read counts, for a name alone may be anybody's.
 */
export function recordsToRead(
  kind: RecordName['kind'],
  listed: readonly ListedRecord[],
  read: readonly LedgerRecord[],
  mark: Mark,
): ListedRecord[] {
  const settled = settledMarks(read, mark);
  return listed.filter((record) => record.kind === kind && !settled.has(record.mark));
}

function settledMarks(read: readonly LedgerRecord[], mark: Mark): Set<string> {
  return new Set(
    read.flatMap(({ event, key }) => {
      switch (event.type) {
        case 'intent':
          return [];
        case 'rented':
        case 'refused':
          return [mark(key)];
        case 'closed':
          return [mark(key), mark(event.orderId)];
      }
    }),
  );
}

/** What a run's records say that it left behind. */
export interface LeftBehind {
  /** Rented, and nowhere recorded as closed. */
  open: Lease[];
  /** Purchases of which is not known whether they were made. */
  unanswered: Intent[];
  /** Every order id that its records name. */
  known: Set<string>;
  closed: number;
}

/** Folds what was read of one run's records, in any order. */
export function foldRecords(records: readonly LedgerRecord[]): LeftBehind {
  const events = records.flatMap(({ event, key }): LedgerEvent[] =>
    // An order that is closed also answers its purchase.
    event.type === 'closed' ? [event, { type: 'refused', key, why: 'closed' }] : [event],
  );
  const intents = events.filter(({ type }) => type === 'intent');
  const rest = events.filter(({ type }) => type !== 'intent');
  const { open, unanswered, rented, closed } = foldJournal([...intents, ...rest]);
  return { open, unanswered, known: new Set([...rented, ...closed.keys()]), closed: closed.size };
}

/** The clock of the runner and the provider's may differ by so much. */
const CLOCK_SKEW_MS = 10 * 60_000;

/** Whether an order has surely expired by itself. Times in epoch milliseconds. */
export function windowIsOver({ expiresAt }: { expiresAt: number | null }, now: number): boolean {
  return expiresAt !== null && now > expiresAt + CLOCK_SKEW_MS;
}

/** A window is documented as 20 minutes; nothing that left so long ago is still open. */
const LONGEST_WINDOW_MS = 3_600_000;

/** The same for a purchase of which no order is known. */
export function purchaseIsOver({ at }: { at: number }, now: number): boolean {
  return now > at + LONGEST_WINDOW_MS;
}

/** What `scope: token` does with an open order. */
export type TokenVerdict = 'close' | 'too-young' | 'age-unknown';

/** Never a young order: a job that still runs may be waiting for its SMS. */
export function judgeByAge(
  { createdAt }: { createdAt: number | null },
  olderThanMs: number,
  now: number,
): TokenVerdict {
  if (createdAt === null) return 'age-unknown';
  return now - createdAt > olderThanMs ? 'close' : 'too-young';
}
