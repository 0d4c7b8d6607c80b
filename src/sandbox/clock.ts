/**
 * The sandbox's one idea of time. Everything that waits (expiry, webhook retries, latency, late
 * commits, automatic replies) waits on a Clock, so a test decides when it happens.
 */
export type Clock = {
  /** Milliseconds since the epoch, in sandbox time. */
  now(): number;
  /** Runs `task` once `now()` has reached `dueAt`. Returns a function that calls it off. */
  at(dueAt: number, task: () => void): () => void;
  /** Moves time forward and runs what falls due on the way, in order of its due time. */
  advance(milliseconds: number): void;
  /** Calls everything off. */
  stop(): void;
};

/** Where real time comes from; the only thing in the sandbox that may look at the wall. */
export type WallTime = {
  now(): number;
  /** Returns a function that calls the timer off. */
  after(milliseconds: number, task: () => void): () => void;
};

type Task = { readonly dueAt: number; readonly run: () => void };

/** Tasks by due time; equal times run in the order in which they were put in. */
class Agenda {
  readonly #tasks: Task[] = [];

  add(task: Task): () => void {
    const after = this.#tasks.findIndex((other) => other.dueAt > task.dueAt);
    this.#tasks.splice(after === -1 ? this.#tasks.length : after, 0, task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index !== -1) this.#tasks.splice(index, 1);
    };
  }

  nextDue(): number | undefined {
    return this.#tasks[0]?.dueAt;
  }

  takeDue(now: number): Task | undefined {
    const first = this.#tasks[0];
    return first !== undefined && first.dueAt <= now ? this.#tasks.shift() : undefined;
  }

  clear(): void {
    this.#tasks.length = 0;
  }
}

/** Stands still until somebody calls `advance`. */
export function fakeClock(startAt: number = Date.UTC(2026, 2, 16, 14, 0, 0)): Clock {
  const agenda = new Agenda();
  let now = startAt;
  return {
    now: () => now,
    at: (dueAt, run) => agenda.add({ dueAt, run }),
    advance(milliseconds) {
      const target = now + milliseconds;
      for (let task = agenda.takeDue(target); task !== undefined; task = agenda.takeDue(target)) {
        now = Math.max(now, task.dueAt);
        task.run();
      }
      now = target;
    },
    stop() {
      agenda.clear();
    },
  };
}

/** Follows the wall, `speed` times as fast; `advance` jumps ahead of it. */
export function runningClock(wall: WallTime, speed = 1): Clock {
  const agenda = new Agenda();
  const startedAt = wall.now();
  let skipped = 0;
  let disarm: (() => void) | undefined;
  const now = (): number => Math.floor(startedAt + (wall.now() - startedAt) * speed) + skipped;

  // setTimeout overflows beyond 2^31 ms and may fire a little early, so a wake-up only looks again.
  const longestNap = 2 ** 31 - 1;
  const rearm = (): void => {
    disarm?.();
    const due = agenda.nextDue();
    disarm =
      due === undefined
        ? undefined
        : wall.after(Math.min(longestNap, Math.max(0, Math.ceil((due - now()) / speed))), runDue);
  };
  const runDue = (): void => {
    for (let task = agenda.takeDue(now()); task !== undefined; task = agenda.takeDue(now())) {
      task.run();
    }
    rearm();
  };

  return {
    now,
    at(dueAt, run) {
      const remove = agenda.add({ dueAt, run });
      rearm();
      return () => {
        remove();
        rearm();
      };
    },
    advance(milliseconds) {
      skipped += milliseconds;
      runDue();
    },
    stop() {
      agenda.clear();
      disarm?.();
      disarm = undefined;
    },
  };
}
