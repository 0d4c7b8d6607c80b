import type { Clock } from '../../src/domain/ports.ts';
import { START } from './fake-clock.ts';

/**
 * A clock that stands until a test lets time pass, for code that waits for real sockets as well:
 * `VirtualClock` would jump while bytes are on their way.
 */
export class HandClock implements Clock {
  /** Milliseconds of each sleep, in the order in which they began. */
  readonly slept: number[] = [];
  #now = START;
  #sleepers: { at: number; wake: () => void }[] = [];
  #onSleep: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve) => {
      const sleeper = { at: this.#now + ms, wake: resolve };
      if (signal?.aborted === true) resolve();
      else this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
      for (const tell of this.#onSleep.splice(0)) tell();
    });
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#sleepers.filter(({ at }) => at <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
    for (const { wake } of due) wake();
  }

  /** Resolves when somebody sleeps. */
  async asleep(): Promise<void> {
    while (this.#sleepers.length === 0) {
      await new Promise<void>((resolve) => void this.#onSleep.push(resolve));
    }
  }

  /** The same, and lets that time pass. */
  async passNap(): Promise<void> {
    await this.asleep();
    this.pass(Math.min(...this.#sleepers.map(({ at }) => at)) - this.#now);
  }
}
