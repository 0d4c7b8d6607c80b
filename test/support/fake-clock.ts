import type { Clock } from '../../src/domain/ports.ts';

/** When the tests begin: 2026-03-16T14:00:00Z. */
export const START = Date.UTC(2026, 2, 16, 14, 0, 0);

/** Time that passes only when somebody sleeps, or when a test lets it pass. */
export class FakeClock implements Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly naps: number[] = [];
  /** Called in the middle of each sleep, for what happens meanwhile. */
  whileAsleep: (ms: number) => void = () => undefined;
  #now: number;

  constructor(start = START) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.naps.push(ms);
    this.whileAsleep(ms);
    if (signal?.aborted !== true) this.#now += ms;
    return Promise.resolve();
  }

  pass(ms: number): void {
    this.#now += ms;
  }
}
