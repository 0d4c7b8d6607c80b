import type { JournalEvent } from '../../src/domain/journal.ts';
import type { Dialect } from '../../src/domain/order.ts';
import type { Journal, Random, Reporter } from '../../src/domain/ports.ts';
import type { Ports } from '../../src/modes/ports.ts';
import { failure, FakeProvider, type Script } from './fake-provider.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Keeps what is appended; can be made unable to write, or closed by a tombstone. */
export class FakeJournal implements Journal {
  readonly events: JournalEvent[] = [];
  /** Says of an event that it cannot be written. */
  breaksAt: (event: JournalEvent) => boolean = () => false;
  closed = false;
  readonly #log: (entry: string) => void;

  constructor(log: (entry: string) => void) {
    this.#log = log;
  }

  append(event: JournalEvent): void {
    if (this.breaksAt(event)) throw failure('invalid-input', 'the disk is full');
    this.events.push(event);
    this.#log(`journal ${event.type}`);
  }

  note(event: JournalEvent): void {
    if (!this.breaksAt(event)) this.append(event);
  }

  isClosed(): boolean {
    return this.closed;
  }
}

/** Everything a mode touches, in the hands of a test. */
export interface World extends Ports {
  provider: FakeProvider;
  clock: VirtualClock;
  journal: FakeJournal;
  reporter: Reporter & { infos: string[]; notices: string[]; warnings: string[] };
  /** Calls and journal entries in the order in which they happened. */
  log: string[];
  /** The calls alone. */
  calls: () => string[];
  stopNow: () => void;
  haltNow: () => void;
}

export function world(dialect: Dialect, script: Script): World {
  const log: string[] = [];
  const write = (entry: string): void => void log.push(entry);
  const stop = new AbortController();
  const halt = new AbortController();
  const lines = { infos: [] as string[], notices: [] as string[], warnings: [] as string[] };
  return {
    provider: new FakeProvider(dialect, script, write),
    clock: new VirtualClock(),
    random: countingRandom(),
    journal: new FakeJournal(write),
    ledger: null,
    nudges: null,
    reporter: {
      ...lines,
      info: (line) => void lines.infos.push(line),
      notice: (line) => void lines.notices.push(line),
      warning: (line) => void lines.warnings.push(line),
    },
    stop: stop.signal,
    halt: halt.signal,
    log,
    calls: () => log.filter((entry) => !entry.startsWith('journal ') && entry !== 'forget-offers'),
    stopNow: () => {
      stop.abort();
    },
    haltNow: () => {
      halt.abort();
    },
  };
}

/** `01…01`, then `02…02` and so on, as long as asked for; the unit is always a half. */
export function countingRandom(): Random {
  let drawn = 0;
  return {
    hex: (bytes) => {
      drawn += 1;
      return drawn.toString(16).padStart(2, '0').repeat(bytes);
    },
    unit: () => 0.5,
  };
}
