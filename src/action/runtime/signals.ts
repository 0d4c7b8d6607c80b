import { setMaxListeners } from 'node:events';

/** A purchase in flight may still answer for so long after the step was told to stop. */
const PURCHASE_GRACE_MS = 5_000;

/** The runner sends SIGTERM after 7.5 s; the process is gone before. */
const EXIT_AFTER_MS = 6_500;

export interface StopSignals {
  /** Aborts at the first signal. */
  stop: AbortSignal;
  /** Aborts a few seconds later, for what must not be cut off in the middle. */
  halt: AbortSignal;
}

/**
 * Turns SIGINT, SIGTERM and (Windows) SIGBREAK into two abort signals and a certain end. With these
 * listeners node does not exit by itself; a second signal changes nothing.
 *
 * @param onLastMoment called when the process has to go, whatever still runs
 */
export function listenForStop(onLastMoment: () => void): StopSignals {
  const stop = new AbortController();
  const halt = new AbortController();
  // Each order and request listens for itself; their number is bounded by `count`.
  setMaxListeners(0, stop.signal, halt.signal);
  const begin = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => {
      halt.abort();
    }, PURCHASE_GRACE_MS).unref();
    setTimeout(onLastMoment, EXIT_AFTER_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.on(signal, begin);
  return { stop: stop.signal, halt: halt.signal };
}
