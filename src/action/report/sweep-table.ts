import type { Judged } from '../../modes/sweep-intents.ts';
import type { Swept } from '../../modes/swept-order.ts';
import type { LeftAlone } from '../../modes/sweep.ts';
import { code, markup, paragraphs, table, type Markdown } from './markdown.ts';
import { bad, ENDED } from './summary.ts';

/** What was found, in which run if it is one's, and what was done with it. */
export type SweptRow = [what: Markdown, run: Markdown | number, done: Markdown];

/** GitHub takes a summary of 1 MiB. */
const MOST_ROWS = 500;

/**
 * @param seen what was looked at
 * @param whole whether all could be looked at and dealt with
 */
export function sweepTable(seen: Markdown, rows: readonly SweptRow[], whole: boolean): Markdown {
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  return paragraphs([
    seen,
    whole
      ? markup``
      : markup`❌ Not everything could be looked at or given back; the error says why.`,
    whole && rows.length === 0 ? markup`Nothing to do.` : markup``,
    table(['Found', 'Run', 'What was done'], shown),
    more === 0 ? markup`` : markup`_and ${more} more_`,
  ]);
}

export function sweptRow(entry: Swept, run: number | null): SweptRow {
  return [
    markup`order ${code(entry.lease.orderId)}`,
    run ?? markup``,
    entry.how === null ? bad(entry.failure) : ENDED[entry.how],
  ];
}

export function purchaseRow({ purchase, failure }: Judged): SweptRow {
  return [
    markup`a purchase without an answer`,
    purchase.runId,
    failure === null ? markup`✅ no open order comes of it` : bad(failure),
  ];
}

export function leftRow({ what, why }: LeftAlone): SweptRow {
  return [code(what), markup``, markup`left alone: ${code(why)}`];
}
