import { spawn } from 'node:child_process';

/**
 * A process that keeps the run's time, seen from the harness. The other half is inside-process.mjs.
 *
 * @typedef {object} Idle
 * @property {number} activity grows with whatever the process does
 * @property {boolean} waits whether a timer keeps it alive
 * @property {number | null} due its next timer
 *
 * @typedef {{ say: 'ready' } | ({ say: 'idle' } & Idle) | { say: 'signal', name: string }
 *   | { say: 'dying' }} Message
 */
export class Member {
  gone = false;
  /** Its next timer; null where none keeps it alive. @type {number | null} */
  due = null;
  /** Told when it dies in the middle of a write. */
  onDying = () => {};
  /** @type {(idle: Idle | null) => void} */
  #answer = () => {};
  /** @type {(signal: string) => void} */
  #noticed = () => {};

  /**
   * @param {import('node:child_process').ChildProcess} child see {@link startKeepingTime}
   * @param {{ serves: boolean, onChange: () => void }} how `serves`: it waits for others. Any other
   *   process that waits for nothing is still loading, or about to be gone
   */
  constructor(child, { serves, onChange }) {
    this.child = child;
    this.serves = serves;
    /** Resolves once it keeps time. @type {Promise<void>} */
    this.started = new Promise((resolve) => {
      child.on('message', (/** @type {Message} */ message) => {
        if (message.say === 'ready') resolve();
        else this.#hear(message);
        if (message.say !== 'idle') onChange();
      });
      child.on('close', () => {
        resolve();
      });
    });
    /** @type {Promise<void>} */
    this.ended = new Promise((resolve) => {
      child.on('close', () => {
        this.gone = true;
        this.#answer(null);
        onChange();
        resolve();
      });
    });
  }

  /** @param {Exclude<Message, { say: 'ready' }>} message */
  #hear(message) {
    switch (message.say) {
      case 'idle':
        // Timers that keep no process alive run only as long as something else does.
        this.due = this.serves || message.waits ? message.due : null;
        this.#answer(message);
        break;
      case 'signal':
        this.#noticed(message.name);
        break;
      case 'dying':
        this.onDying();
        break;
    }
  }

  /** Resolves when it only waits, with how much it has done so far; with null when it is gone. */
  async idle() {
    if (this.gone) return null;
    /** @type {Promise<Idle | null>} */
    const answer = new Promise((resolve) => (this.#answer = resolve));
    this.child.send({ do: 'probe' }, ignored);
    return (await answer)?.activity ?? null;
  }

  /** @param {number} now milliseconds since the epoch */
  advance(now) {
    this.child.send({ do: 'advance', now }, ignored);
  }

  /**
   * Sends a signal and waits until it has struck: until the process noticed it, or is gone.
   *
   * @param {'SIGINT' | 'SIGTERM' | 'SIGKILL'} signal
   */
  async signal(signal) {
    if (this.gone) return;
    /** @type {Promise<void>} */
    const noticed = new Promise((resolve) => {
      this.#noticed = (name) => {
        if (name === signal) resolve();
      };
    });
    this.child.kill(signal);
    await Promise.race([noticed, this.ended]);
  }
}

/** A process that is going away takes no messages; that it goes is told by its `close`. */
function ignored() {}

/**
 * Starts a node process whose time is the run's.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
export function startKeepingTime(file, args, env) {
  const preload = new URL('inside-process.mjs', import.meta.url).href;
  return spawn(file, ['--import', preload, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}
