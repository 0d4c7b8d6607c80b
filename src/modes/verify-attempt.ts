import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { passed, type CommandEnd } from '../domain/verify-plan.ts';
import type { Released } from './give-back.ts';
import type { WaitFacts } from './no-code.ts';
import type { VerifyPorts } from './verify-ports.ts';
import { tellerOf, waitedFor, type Received, type Waited, type WaitWish } from './wait.ts';
import { WatchDesk } from './watch-desk.ts';
import { Watch, type WatchTeller } from './watch.ts';
import type { Asked, WatchEnd } from './asked.ts';

/** How the command did against one number. */
export interface Attempted {
  lease: Lease;
  /** Null where it could not be started. */
  command: CommandEnd | null;
  asked: boolean;
  waited: Waited;
  /** From the start of the command to the end of the wait. */
  seconds: number;
}

/** A number that was tried, and how giving it back for the next one went; null: it was not. */
export interface Tried extends Attempted {
  released: Released | null;
}

/**
 * Runs the command against a number. While it runs, the provider is read only when it asks for the
 * code; afterwards the code is waited for where it passed, and looked for once more where it did not.
 */
export async function attempt(
  lease: Lease,
  wish: WaitWish,
  ports: VerifyPorts,
): Promise<Attempted> {
  const { clock } = ports;
  const begin = clock.now();
  const watched = new AttemptWatch(lease, wish, ports);
  const serving = await ports.serve(new WatchDesk([lease], watched, ports), lease);
  try {
    const running = ports.start(lease, serving.url);
    try {
      const command = await running.ended.catch(notStarted);
      const asked = serving.asked();
      const waited = await watched.outcome(command);
      const seconds = Math.round((clock.now() - begin) / 1000);
      const isStarted = !(command instanceof Failure);
      return { lease, command: isStarted ? command : null, asked, waited, seconds };
    } finally {
      await running.clear();
    }
  } finally {
    await serving.close();
  }
}

function notStarted(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** The watch over one number, which remembers the latest code that anybody got. */
class AttemptWatch {
  readonly #lease: Lease;
  readonly #wish: WaitWish;
  readonly #ports: VerifyPorts;
  readonly #watch: Watch;
  #received: Received | null = null;
  /** What the log tells of readings: nothing while the command runs. */
  #teller: WatchTeller | null = null;

  constructor(lease: Lease, wish: WaitWish, ports: VerifyPorts) {
    this.#lease = lease;
    this.#wish = wish;
    this.#ports = ports;
    this.#watch = new Watch(wish, ports, {
      reading: (waiting) => this.#teller?.reading(waiting),
      shortened: (shortened, deadline) => this.#teller?.shortened(shortened, deadline),
    });
  }

  async ask(asked: Asked): Promise<WatchEnd> {
    const end = await this.#watch.ask(asked);
    if (end.kind === 'received') {
      const { order, sms, code } = end;
      const received: Received = { lease: this.#lease, order, sms, code, failure: null };
      await this.#ports.onCode(received);
      this.#received = received;
    }
    return end;
  }

  /** What came of the number in the end, once the command has ended so, or could not start. */
  async outcome(command: CommandEnd | Failure): Promise<Waited> {
    const { clock, stop } = this.#ports;
    const lease = this.#lease;
    if (command instanceof Failure) {
      return { lease, order: null, sms: null, code: null, failure: command };
    }
    const start = clock.now();
    const facts = (): WaitFacts => ({ waitedMs: clock.now() - start, after: null });
    if (stop.aborted) return waitedFor(lease, { kind: 'stopped' }, facts());
    const received = this.#received;
    if (received !== null) return received;
    const timeoutMs = passed(command) ? this.#wish.timeoutMs : 0;
    if (timeoutMs > 0) this.#teller = tellerOf(start, this.#wish, this.#ports);
    const end = await this.ask({ lease, timeoutMs, after: null });
    return waitedFor(lease, end, facts());
  }
}
