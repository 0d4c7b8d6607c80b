import type { Dialect } from './order.ts';
import type { Lease } from './lease.ts';

/** A purchase about to leave: enough to find out later what became of it. */
export interface Intent {
  key: string;
  path: string;
  body: string;
  dialect: Dialect;
  /** Epoch milliseconds. */
  at: number;
  country: string;
  countryCode: string;
  platform: string;
  /** Whole IDR, null where it is not known. */
  price: number | null;
  /** Whole IDR before this purchase; null where it was not asked for. */
  balance: number | null;
}

/** One line of a step's journal; each is written before, or at once after, what it tells of. */
export type JournalEvent =
  | { type: 'intent'; intent: Intent }
  /** The answer to the intent with this key was an order. */
  | { type: 'rented'; key: string; lease: Lease }
  /** The answer to the intent with this key was no. */
  | { type: 'refused'; key: string; why: string }
  /** An order of another job that this step now answers for. */
  | { type: 'adopted'; lease: Lease }
  /** The order was put out, so that another job can wait for it or release it. */
  | { type: 'handed-over'; orderId: string }
  /** The order needs nothing any more. */
  | { type: 'closed'; orderId: string; how: ClosedHow; at: number }
  /** The step's main has ended by itself. */
  | { type: 'ended' };

export type ClosedHow = 'cancelled' | 'finished' | 'already-closed' | 'paid';

export interface JournalFold {
  /** Owned and not yet closed. */
  open: Lease[];
  /** Owned, closed or not, in the order of renting. */
  all: Lease[];
  closed: Map<string, ClosedHow>;
  /** Epoch milliseconds at which this job saw or made each of them close. */
  closedAt: Map<string, number>;
  /** Ids of those that this step rented itself. */
  rented: Set<string>;
  /** Ids of those that another job was told of. */
  handedOver: Set<string>;
  /** Sent, and no answer was recorded. */
  unanswered: Intent[];
  ended: boolean;
}

/** What a journal amounts to. Events of several steps may be folded together. */
export function foldJournal(events: Iterable<JournalEvent>): JournalFold {
  const leases = new Map<string, Lease>();
  const closed = new Map<string, ClosedHow>();
  const closedAt = new Map<string, number>();
  const rented = new Set<string>();
  const handedOver = new Set<string>();
  const intents = new Map<string, Intent>();
  let ended = false;
  for (const event of events) {
    switch (event.type) {
      case 'intent':
        intents.set(event.intent.key, event.intent);
        break;
      case 'rented':
        intents.delete(event.key);
        rented.add(event.lease.orderId);
        leases.set(event.lease.orderId, event.lease);
        break;
      case 'handed-over':
        handedOver.add(event.orderId);
        break;
      case 'refused':
        intents.delete(event.key);
        break;
      case 'adopted':
        leases.set(event.lease.orderId, event.lease);
        break;
      case 'closed':
        closed.set(event.orderId, event.how);
        closedAt.set(event.orderId, event.at);
        break;
      case 'ended':
        ended = true;
        break;
    }
  }
  const all = [...leases.values()];
  const open = all.filter((lease) => !closed.has(lease.orderId));
  const unanswered = [...intents.values()];
  return { open, all, closed, closedAt, rented, handedOver, unanswered, ended };
}
