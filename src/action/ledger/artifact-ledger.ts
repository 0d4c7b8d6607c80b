import pLimit from 'p-limit';
import { Failure } from '../../domain/failure.ts';
import type { Intent, JournalEvent } from '../../domain/journal.ts';
import { recordName, type LedgerEvent } from '../../domain/ledger.ts';
import type { Clock, Journal, Ledger, Reporter } from '../../domain/ports.ts';
import { markOf, type Place, type RecordText } from './record-text.ts';

/** Puts a text where it outlives the runner, under a name that is not taken yet. */
export type Upload = (name: string, text: string) => Promise<void>;

/** The artifact service retries for about 25 s by itself; what takes longer is broken. */
const ANNOUNCING_MS = 60_000;

/** At the end of a step, for records that only spare a sweep some work. */
const SETTLING_MS = 20_000;

/** Artifacts are small; more at once gains nothing and meets the service's own limits. */
const AT_ONCE = 5;

export interface LedgerPorts {
  upload: Upload;
  text: RecordText;
  place: Place;
  attempt: number;
  clock: Clock;
  reporter: Reporter;
  stop: AbortSignal;
  halt: AbortSignal;
}

/**
 * A ledger of workflow artifacts, one a record. Only the announcement of a purchase is waited for;
 * what follows is uploaded on the side, for it is in the journal as well.
 */
export class ArtifactLedger implements Ledger {
  readonly #ports: LedgerPorts;
  /** Order id -> idempotency key of its purchase. Other orders are not the ledger's. */
  readonly #keys: Map<string, string>;
  readonly #pending = new Set<Promise<void>>();
  readonly #limit = pLimit(AT_ONCE);

  /** @param keys of orders that earlier steps of the job recorded */
  constructor(ports: LedgerPorts, keys: ReadonlyMap<string, string> = new Map()) {
    this.#ports = ports;
    this.#keys = new Map(keys);
  }

  async announce(intent: Intent): Promise<void> {
    const { clock, stop } = this.#ports;
    const { key } = intent;
    const uploading = this.#put({ type: 'intent', intent }, key);
    const done = new AbortController();
    const late = clock.sleep(ANNOUNCING_MS, AbortSignal.any([stop, done.signal]));
    const failed = await Promise.race([
      uploading.then(() => null, textOf),
      late.then(() => (stop.aborted ? 'the step was stopped' : 'it took too long')),
    ]);
    done.abort();
    if (failed === null) return;
    // It may arrive yet, and would look like a purchase.
    this.#follow(uploading.then(() => this.#put({ type: 'refused', key, why: 'not-sent' }, key)));
    throw new Failure(
      stop.aborted ? 'interrupted' : 'network',
      `The purchase could not be recorded in the ledger: ${failed}. Nothing was bought. Run the job again, or leave "ledger" out.`,
    );
  }

  /** The same journal, whose events about purchases go into the ledger as well. */
  follow(journal: Journal): Journal {
    return {
      append: (event) => {
        journal.append(event);
        this.#record(event);
      },
      note: (event) => {
        journal.note(event);
        this.#record(event);
      },
      isClosed: () => journal.isClosed(),
    };
  }

  /** Waits until what was begun is uploaded, for as long as that is reasonable. */
  async settle(): Promise<void> {
    const { clock, halt, reporter } = this.#ports;
    if (this.#pending.size === 0) return;
    const done = new AbortController();
    const late = clock.sleep(SETTLING_MS, AbortSignal.any([halt, done.signal]));
    await Promise.race([Promise.all(this.#pending), late]);
    done.abort();
    if (this.#pending.size === 0) return;
    reporter.info('Records of the ledger are still under way; a sweep does without them.');
  }

  #record(event: JournalEvent): void {
    const { reporter } = this.#ports;
    switch (event.type) {
      case 'rented': {
        const { orderId } = event.lease;
        this.#keys.set(orderId, event.key);
        this.#follow(this.#put(event, event.key), (why) => {
          reporter.warning(
            `Order ${orderId} could not be recorded in the ledger (${why}). If no post step runs, a sweep knows only that something may have been bought.`,
          );
        });
        return;
      }
      case 'refused':
        this.#follow(this.#put(event, event.key));
        return;
      case 'closed': {
        const key = this.#keys.get(event.orderId);
        if (key !== undefined) this.#follow(this.#put(event, key));
        return;
      }
      case 'intent': // announced before
      case 'adopted':
      case 'handed-over':
      case 'ended':
        return;
    }
  }

  #put(event: LedgerEvent, key: string): Promise<void> {
    const { upload, text, place, attempt } = this.#ports;
    const name = recordName(event, attempt, markOf);
    return this.#limit(() => upload(name, text.write({ event, key }, place)));
  }

  #follow(task: Promise<void>, onFailed: (why: string) => void = this.#mention): void {
    const followed = task.catch((error: unknown) => {
      onFailed(textOf(error));
    });
    this.#pending.add(followed);
    void followed.finally(() => this.#pending.delete(followed));
  }

  readonly #mention = (why: string): void => {
    this.#ports.reporter.info(
      `A record could not be put into the ledger (${why}); a sweep finds out by itself.`,
    );
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
