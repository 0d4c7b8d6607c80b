import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import type { LedgerRecord, Mark, RecordKind } from '../domain/ledger.ts';
import type { Reporter } from '../domain/ports.ts';
import type { CallLimits } from '../domain/provider.ts';
import {
  foldRecords,
  recordsToRead,
  sortRecords,
  type ListedRecord,
  type RunState,
} from '../domain/sweep-plan.ts';

/** The ledgers of a repository's runs. Every method rejects with a {@link Failure} alone. */
export interface RunRecords {
  /** Records of the last three hours. `gaps`: why some of them may be missing, else null. */
  list(limits: CallLimits): Promise<{ records: ListedRecord[]; gaps: string | null }>;
  stateOf(runId: number, limits: CallLimits): Promise<RunState>;
  /** What a record says, or why it does not count. */
  read(record: ListedRecord, limits: CallLimits): Promise<LedgerRecord | { unreadable: string }>;
}

/** Something that was found and left as it is, and why. */
export interface LeftAlone {
  what: string;
  why: string;
}

/** What the ledgers say that dead runs left behind. */
export interface Found {
  open: { lease: Lease; runId: number }[];
  unanswered: { intent: Intent; runId: number }[];
  /** Ids of every order that a record names: none of them comes of an unanswered purchase. */
  known: Set<string>;
  finishedRuns: number;
  /** Orders that their own runs closed. */
  closed: number;
  left: LeftAlone[];
  /** Why not everything could be looked at; what was found until then counts all the same. */
  failures: Failure[];
}

/** Reads the ledgers of finished runs, newest first. Touches nothing. */
export async function readLedgers(
  here: { repositoryId: number; runId: number },
  mark: Mark,
  records: RunRecords,
  limits: CallLimits,
  reporter: Reporter,
): Promise<Found> {
  const found: Found = {
    open: [],
    unanswered: [],
    known: new Set(),
    finishedRuns: 0,
    closed: 0,
    left: [],
    failures: [],
  };
  const untold: number[] = [];
  let unread = 0;
  const living: ListedRecord[] = [];
  try {
    const { records: listed, gaps } = await records.list(limits);
    const { runs, forks, expired, own } = sortRecords(listed, here);
    found.left.push(...countsOf({ forks, expired, own }));
    if (gaps !== null) found.failures.push(new Failure('protocol', gaps));
    for (const [runId, ofRun] of runs) {
      const state = await records.stateOf(runId, limits);
      if (state === 'finished') {
        unread += await readRun(runId, ofRun, mark, records, limits, found);
      } else {
        found.left.push({ what: `run ${String(runId)}`, why: STATE_SAYS[state] });
        if (state === 'unknown') untold.push(runId);
        living.push(...ofRun);
      }
    }
    if (found.unanswered.length > 0) await readLiving(living, mark, records, limits, found);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    found.failures.push(error);
  }
  if (untold.length > 0) reporter.warning(untoldRuns(untold));
  if (unread > 0) reporter.warning(unreadRecords(unread));
  const { open, unanswered } = found;
  reporter.info(
    `Ledgers of ${String(found.finishedRuns)} finished run(s): ${String(found.closed)} order(s) closed by their runs, ${String(open.length)} not, ${String(unanswered.length)} purchase(s) without an answer.${found.failures.length === 0 ? '' : ' Not everything could be looked at.'}`,
  );
  return found;
}

/** Orders of runs that go on: none of them is to be named as what a dead run may have bought. */
async function readLiving(
  listed: readonly ListedRecord[],
  mark: Mark,
  records: RunRecords,
  limits: CallLimits,
  found: Found,
): Promise<void> {
  const wanted = recordsToRead('rented', listed, [], mark);
  const answers = await Promise.all(wanted.map((record) => records.read(record, limits)));
  for (const answer of answers) {
    if (!('unreadable' in answer) && answer.event.type === 'rented') {
      found.known.add(answer.event.lease.orderId);
    }
  }
}

function untoldRuns(runIds: readonly number[]): string {
  return `GitHub does not know these runs, so it is not known whether they have finished, and what they recorded in the ledger was left alone: ${runIds.join(', ')}. If nothing of them goes on, look at the account's newest orders for what is still open of that time, and cancel it there; without an SMS it refunds itself when it expires.`;
}

/** A number may be open behind each of them, and nobody else looks. */
function unreadRecords(count: number): string {
  return `${String(count)} record(s) of finished runs do not count, so what they tell of was not given back; the job summary says why. If the API token or "api-url" was changed, sweep once with the old one; if a newer version of this action wrote them, sweep with that.`;
}

/** Why a run is left alone. */
export const STATE_SAYS = {
  going: 'it has not finished; its own steps give back what it rented',
  unknown: 'GitHub does not say whether it has finished',
} as const;

async function readRun(
  runId: number,
  listed: readonly ListedRecord[],
  mark: Mark,
  records: RunRecords,
  limits: CallLimits,
  found: Found,
): Promise<number> {
  const read: LedgerRecord[] = [];
  let unread = 0;
  for (const kind of ['closed', 'rented', 'intent'] as const satisfies RecordKind[]) {
    const wanted = recordsToRead(kind, listed, read, mark);
    const answers = await Promise.all(wanted.map((record) => records.read(record, limits)));
    for (const [index, answer] of answers.entries()) {
      if (!('unreadable' in answer)) read.push(answer);
      else {
        const what = `record ${wanted[index]?.name ?? ''} of run ${String(runId)}`;
        found.left.push({ what, why: answer.unreadable });
        unread += 1;
      }
    }
  }
  const { open, unanswered, known, closed } = foldRecords(read);
  found.open.push(...open.map((lease) => ({ lease, runId })));
  found.unanswered.push(...unanswered.map((intent) => ({ intent, runId })));
  for (const orderId of known) found.known.add(orderId);
  found.finishedRuns += 1;
  found.closed += closed;
  return unread;
}

function countsOf(counts: { forks: number; expired: number; own: number }): LeftAlone[] {
  const { forks, expired, own } = counts;
  return [
    { count: own, why: 'they belong to the run that sweeps' },
    { count: forks, why: 'their runs come from forks, which have no token of this repository' },
    { count: expired, why: 'they have expired, so nobody can read them' },
  ].flatMap(({ count, why }) => (count === 0 ? [] : [{ what: `${String(count)} record(s)`, why }]));
}
