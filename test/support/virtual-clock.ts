import type { Clock } from '../../src/domain/ports.ts';
import { START } from './fake-clock.ts';

interface Sleeper {
  at: number;
  wake: () => void;
}

/**
 * A clock that jumps to the next sleeper as soon as nothing else is left to run, so that sleeps
 * side by side overlap as in real time, and none of them takes any. (`FakeClock` adds them up.)
 */
export class VirtualClock implements Clock {
  #now = START;
  #sleepers: Sleeper[] = [];
  #pumping = false;
  /** Milliseconds of each sleep, in the order in which they began. */
  readonly slept: number[] = [];

  now(): number {
    return this.#now;
  }

  /** Milliseconds since the start. */
  elapsed(): number {
    return this.#now - START;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    if (ms === 0 || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      const sleeper = this.#add(this.#now + ms, wake);
      signal?.addEventListener('abort', wake);
    });
  }

  /** Does something `ms` after the start, between two sleeps of the code under test. */
  at(ms: number, action: () => void): void {
    this.#add(START + ms, action);
  }

  #add(at: number, wake: () => void): Sleeper {
    const sleeper = { at, wake };
    this.#sleepers.push(sleeper);
    this.#pump();
    return sleeper;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      if (this.#sleepers.length === 0) return;
      const next = Math.min(...this.#sleepers.map(({ at }) => at));
      this.#now = Math.max(this.#now, next);
      // As timers do: all that are due wake before any of them goes on.
      for (const due of this.#sleepers.filter(({ at }) => at === next)) {
        this.#sleepers = this.#sleepers.filter((other) => other !== due);
        due.wake();
      }
      this.#pump();
    });
  }
}
