import type { Clock, Journal, Ledger, Nudges, Random, Reporter } from '../domain/ports.ts';
import type { Provider } from '../domain/provider.ts';

/** Everything a mode touches of the world. */
export interface Ports {
  provider: Provider;
  clock: Clock;
  random: Random;
  journal: Journal;
  /** Null where none is kept. */
  ledger: Ledger | null;
  reporter: Reporter;
  /** Null where none can come. */
  nudges: Nudges | null;
  /** Aborts when the step is told to stop: nothing new is begun, sleeps and reads end at once. */
  stop: AbortSignal;
  /** Aborts a few seconds later: until then a purchase in flight may still answer. */
  halt: AbortSignal;
}
