import type { Released } from '../../modes/give-back.ts';
import type { Judged } from '../../modes/sweep-intents.ts';
import type { LeftAlone } from '../../modes/sweep.ts';
import { bad, code, ENDED, escape, table } from './summary.ts';

/** What was found, where, and what was done with it. */
export interface SweptRow {
  what: string;
  /** Empty where it is no run's. */
  run: string;
  done: string;
}

/** GitHub takes a summary of 1 MiB. */
const MOST_ROWS = 500;

export function sweepTable(rows: readonly SweptRow[]): string {
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  const text = table(
    ['Found', 'Run', 'What was done'],
    shown.map(({ what, run, done }) => [what, run, done]),
  );
  return more === 0 ? text : `${text}\n\n_and ${String(more)} more_`;
}

export function releasedRow(entry: Released, run: string): SweptRow {
  const done = entry.how === null ? bad(entry.failure) : ENDED[entry.how];
  return { what: `order ${code(entry.lease.orderId)}`, run, done };
}

export function purchaseRow({ purchase, failure }: Judged): SweptRow {
  return {
    what: 'a purchase without an answer',
    run: String(purchase.runId),
    done: failure === null ? '✅ no open order comes of it' : bad(failure),
  };
}

export function leftRow({ what, why }: LeftAlone): SweptRow {
  return { what: escape(what), run: '', done: `left alone: ${escape(why)}` };
}
