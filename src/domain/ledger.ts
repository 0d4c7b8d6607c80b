import type { JournalEvent } from './journal.ts';

/** The events of a step's journal that a ledger repeats where they outlive the runner. */
export type LedgerEvent = Extract<
  JournalEvent,
  { type: 'intent' | 'rented' | 'refused' | 'closed' }
>;

/** One event of one purchase. In the ledger a lease has no phone number and an intent no balance. */
export interface LedgerRecord {
  event: LedgerEvent;
  /** Idempotency key of the purchase. */
  key: string;
}

/** Before it is made; when its order is known; when nothing is owed any more. */
export type RecordKind = 'intent' | 'rented' | 'closed';

/** Hashes an idempotency key or order id, so that records of one purchase find each other by name. */
export type Mark = (text: string) => string;

const KIND_OF = {
  intent: 'intent',
  rented: 'rented',
  refused: 'closed',
  closed: 'closed',
} as const satisfies Record<LedgerEvent['type'], RecordKind>;

/** Name of a record's artifact: `virtual-number-KIND-ATTEMPT-MARK`; a run takes each name once. */
export function recordName(event: LedgerEvent, attempt: number, mark: Mark): string {
  return ['virtual-number', KIND_OF[event.type], String(attempt), mark(subjectOf(event))].join('-');
}

function subjectOf(event: LedgerEvent): string {
  switch (event.type) {
    case 'intent':
      return event.intent.key;
    case 'rented':
      return event.lease.orderId;
    case 'refused':
      return event.key;
    case 'closed':
      return event.orderId;
  }
}

export interface RecordName {
  kind: RecordKind;
  attempt: number;
  mark: string;
}

/** @returns null for an artifact that is none of ours */
export function readRecordName(name: string): RecordName | null {
  const match = /^virtual-number-(intent|rented|closed)-(\d{1,6})-([0-9a-f]{16})$/.exec(name);
  const [, kind, attempt, mark] = match ?? [];
  if (kind === undefined || attempt === undefined || mark === undefined) return null;
  return { kind: kind as RecordKind, attempt: Number(attempt), mark };
}
