import type { Clock } from '../../domain/ports.ts';
import { familyOf, nameOf, type Root } from './family.ts';
import type { Process } from './process-table.ts';

export interface FamilyPorts {
  clock: Clock;
  /** What lives now. */
  table: () => readonly Process[];
  /** Never throws: a process may have ended meanwhile. */
  signal: (pid: number, signal: NodeJS.Signals) => void;
}

/** A signal, and how long it may take to have its effect, in milliseconds. */
export type Stage = readonly [NodeJS.Signals, number];

/** As the runner cancels a step, but done before the runner's own SIGTERM after 7.5 s. */
export const CANCEL: readonly Stage[] = [
  ['SIGINT', 2_000],
  ['SIGTERM', 2_000],
  ['SIGKILL', 1_000],
];

/** For what a command has left behind. */
export const CLEAR: readonly Stage[] = [
  ['SIGTERM', 1_000],
  ['SIGKILL', 1_000],
];

const LOOK_AGAIN_MS = 50;

/** All that one command started. */
export class Family {
  readonly #root: Root;
  readonly #ports: FamilyPorts;
  readonly #known = new Set<string>();

  constructor(root: Root, ports: FamilyPorts) {
    this.#root = root;
    this.#ports = ports;
  }

  /** Ends all of it, by ever harder signals. Resolves when none is left, or none can be ended. */
  async end(stages: readonly Stage[]): Promise<void> {
    const { clock } = this.#ports;
    for (const [signal, patienceMs] of stages) {
      const until = clock.now() + patienceMs;
      const told = new Set<string>();
      for (;;) {
        const living = this.#living();
        if (living.length === 0) return;
        for (const one of living.filter((each) => !told.has(nameOf(each)))) {
          told.add(nameOf(one));
          this.#ports.signal(one.pid, signal);
        }
        if (clock.now() >= until) break;
        await clock.sleep(LOOK_AGAIN_MS);
      }
    }
  }

  /** For the last moment of this process. */
  killAtOnce(): void {
    for (const { pid } of this.#living()) this.#ports.signal(pid, 'SIGKILL');
  }

  /** Children are remembered before their parents end: afterwards nothing tells whose they were. */
  #living(): Process[] {
    const living = familyOf(this.#root, this.#known, this.#ports.table());
    for (const one of living) this.#known.add(nameOf(one));
    return living;
  }
}
