import * as z from 'zod/mini';
import type { Clock } from '../domain/ports.ts';

/** Where the job's steps share what they learned. Texts are ours, but a file can be foreign. */
export interface Store {
  load(): string | null;
  save(text: string): void;
}

const shape = z.record(z.string(), z.object({ until: z.number(), value: z.unknown() }));
type Entries = z.infer<typeof shape>;

/** Answers kept for the job's later steps: the catalog for a while, the dialect for good. */
export class Remembered {
  readonly #store: Store;
  readonly #clock: Clock;
  #entries: Entries | null = null;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get<T>(key: string, as: z.ZodMiniType<T>): T | null {
    const entry = this.#read()[key];
    if (entry === undefined || entry.until <= this.#clock.now()) return null;
    const parsed = as.safeParse(entry.value);
    return parsed.success ? parsed.data : null;
  }

  /** @param ttlMs how long it serves; 0 keeps nothing */
  set(key: string, value: unknown, ttlMs: number): void {
    if (ttlMs <= 0) return;
    this.#write({ ...this.#read(), [key]: { until: this.#clock.now() + ttlMs, value } });
  }

  forget(prefix: string): void {
    const kept = Object.entries(this.#read()).filter(([key]) => !key.startsWith(prefix));
    this.#write(Object.fromEntries(kept));
  }

  #read(): Entries {
    if (this.#entries === null) {
      const parsed = shape.safeParse(parse(this.#store.load()));
      this.#entries = parsed.success ? parsed.data : {};
    }
    return this.#entries;
  }

  #write(entries: Entries): void {
    this.#entries = entries;
    try {
      this.#store.save(JSON.stringify(entries));
    } catch {
      // Nested too deep by whoever else wrote that file; it is only a cache.
    }
  }
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
