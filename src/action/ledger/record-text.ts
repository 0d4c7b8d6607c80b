import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { LedgerEvent, LedgerRecord, Mark } from '../../domain/ledger.ts';
import type { ReadLine } from '../disk/journal-lines.ts';
import { readLine, writeStateLine } from '../disk/journal-lines.ts';

/** Version of a record's text; a reader refuses what is newer instead of guessing. */
const VERSION = 1;

const envelope = z.object({ v: z.number(), mac: z.string(), body: z.string() });

const body = z.object({
  repository: z.number(),
  run: z.number(),
  account: z.string(),
  key: z.string(),
  event: z.string(),
});

/** Where a record belongs; it counts nowhere else. */
export interface Place {
  repositoryId: number;
  runId: number;
}

/** Why a record does not count, for a person. */
export interface Unreadable {
  unreadable: string;
}

/**
 * Writes records and proves who wrote them. Everybody who may start a run can upload an artifact
 * under any name, so each record carries an HMAC-SHA-256 under a key that only the API token gives,
 * over all it says and the run that it belongs to: none can be made up, or moved to another run.
 */
export class RecordText {
  readonly #key: Buffer;
  readonly #account: string;

  constructor(token: string, apiUrl: URL) {
    this.#key = createHmac('sha256', token).update('virtual-number ledger 1').digest();
    this.#account = this.#mac(`account ${apiUrl.href}`).slice(0, 32);
  }

  write({ event, key }: LedgerRecord, { repositoryId, runId }: Place): string {
    const text = JSON.stringify({
      repository: repositoryId,
      run: runId,
      account: this.#account,
      key,
      event: writeStateLine(frugal(event)),
    } satisfies z.infer<typeof body>);
    return JSON.stringify({ v: VERSION, mac: this.#mac(text), body: text });
  }

  read(text: string, { repositoryId, runId }: Place): LedgerRecord | Unreadable {
    const sealed = envelope.safeParse(parseJson(text));
    if (!sealed.success) return { unreadable: 'it is not a record of this action' };
    if (sealed.data.v > VERSION) return { unreadable: 'a newer version of this action wrote it' };
    if (!this.#proves(sealed.data.body, sealed.data.mac)) {
      return { unreadable: 'it was not written with this API token, or it is forged' };
    }
    const parsed = body.safeParse(parseJson(sealed.data.body));
    if (!parsed.success) return { unreadable: 'it is not a record of this action' };
    const { repository, run, account, key } = parsed.data;
    if (repository !== repositoryId || run !== runId) {
      return { unreadable: 'it belongs to another run, and was copied to this one' };
    }
    if (account !== this.#account) return { unreadable: 'it is of another "api-url"' };
    return eventOf(readLine(parsed.data.event), key);
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex');
  }

  #proves(text: string, mac: string): boolean {
    const [ours, theirs] = [Buffer.from(this.#mac(text)), Buffer.from(mac)];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  }
}

/** Artifacts of a public repository are public: the balance is nobody's business. */
function frugal(event: LedgerEvent): LedgerEvent {
  return event.type === 'intent' ? { ...event, intent: { ...event.intent, balance: null } } : event;
}

function eventOf(line: ReadLine, key: string): LedgerRecord | Unreadable {
  switch (line.kind) {
    case 'newer':
      return { unreadable: 'a newer version of this action wrote it' };
    case 'unreadable':
      return { unreadable: 'it is not a record of this action' };
    case 'event': {
      const { event } = line;
      return isOfLedger(event) ? { event, key } : { unreadable: 'it tells of no purchase' };
    }
  }
}

function isOfLedger(event: Extract<ReadLine, { kind: 'event' }>['event']): event is LedgerEvent {
  return ['intent', 'rented', 'refused', 'closed'].includes(event.type);
}

export const markOf: Mark = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
