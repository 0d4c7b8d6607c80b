import type { Booking } from '../../domain/balance-verdict.ts';
import type { Intent, JournalFold } from '../../domain/journal.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Clock } from '../../domain/ports.ts';
import { dirname } from 'node:path';
import { readdirSync } from 'node:fs';
import { journalLines, readJournal } from '../disk/journal-file.ts';
import type { StepState } from '../disk/step-state.ts';
import { isAlive } from '../runtime/processes.ts';

/** What this step still owes. */
export interface Owed {
  open: Lease[];
  unanswered: Intent[];
  rentedAny: boolean;
  /** Ids that this step rented itself; the rest of `open` it adopted. */
  rented: ReadonlySet<string>;
  /** Ids that another job was told of. */
  handedOver: ReadonlySet<string>;
  /** Every order of the job on this account, with what became of its money. */
  bookings: Booking[];
  /** Format of a journal that is too new to be understood, else null. */
  newer: number | null;
  /** Lines of the journal that nobody can read, and of which the state has no copy. */
  damaged: number;
}

/** A main that still lives may be in the middle of a purchase: that ends within 5 s of its stop. */
const MAIN_MAY_TAKE_MS = 35_000;
const LOOK_AGAIN_MS = 200;

/** Waits until main has written its last line, or its process is gone. */
export async function awaitMain(
  state: StepState,
  deadline: number,
  clock: Clock,
  stop: AbortSignal,
): Promise<void> {
  const until = Math.min(deadline, clock.now() + MAIN_MAY_TAKE_MS);
  while (clock.now() < until && !stop.aborted) {
    if (readJournal(journalLines(state.journal)).fold.ended || !isAlive(state.pid)) return;
    await clock.sleep(LOOK_AGAIN_MS, stop);
  }
}

/**
 * The journal's file and its copy in the state together, less what another step of the job has
 * closed meanwhile.
 */
export function readOwed(state: StepState, env: NodeJS.ProcessEnv): Owed {
  // The state first: where both tell of an order, the file's line has the phone number too.
  const copies = stateLines(env);
  const lines = journalLines(state.journal);
  const ownLines = [...copies, ...lines];
  const own = readJournal(ownLines);
  const others = siblingJournals(state.journal).flatMap(journalLines);
  const job = readJournal([...ownLines, ...others]).fold;
  return {
    rented: own.fold.rented,
    handedOver: own.fold.handedOver,
    bookings: job.all.map((lease) => ({ lease, closed: closingOf(job, lease) })),
    open: own.fold.open.filter((lease) => !job.closed.has(lease.orderId)),
    unanswered: own.fold.unanswered,
    rentedAny: own.fold.all.length > 0,
    newer: own.newer,
    damaged: damagedLines(lines, copies),
  };
}

function closingOf(job: JournalFold, { orderId }: Lease): Booking['closed'] {
  const how = job.closed.get(orderId);
  const at = job.closedAt.get(orderId);
  return how === undefined || at === undefined ? null : { how, at };
}

/** The state has a copy of each of main's lines: as many or more make the file's damage harmless. */
function damagedLines(lines: readonly string[], copies: readonly string[]): number {
  const file = readJournal(lines);
  return readJournal(copies).events >= file.events ? 0 : file.unreadable;
}

/** What the copies in the state tell where the rest of the state is not understood. */
export function copiesInState(env: NodeJS.ProcessEnv): { open: Lease[]; mayOwe: boolean } {
  const { fold, newer } = readJournal(stateLines(env));
  const { open, all, unanswered } = fold;
  return { open, mayOwe: all.length > 0 || unanswered.length > 0 || newer !== null };
}

function stateLines(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('STATE_event-'))
    .toSorted()
    .map((name) => env[name] ?? '');
}

function siblingJournals(own: string): string[] {
  const folder = dirname(own);
  try {
    // Journals are named STEP.ACCOUNT.ndjson: an order id of another account is another order.
    const account = /\.[0-9a-f]{16}\.ndjson$/.exec(own)?.[0] ?? '.ndjson';
    const names = readdirSync(folder).filter((name) => name.endsWith(account));
    return names.map((name) => `${folder}/${name}`).filter((path) => path !== own);
  } catch {
    return [];
  }
}
