import { spawn } from 'node:child_process';

/**
 * One time for several processes. It stands still while any of them works and jumps to the next
 * timer when all of them only wait, so a run of minutes takes as long as its computing, and what
 * happens does not depend on how fast the machine is. The other half is inside-process.mjs.
 *
 * @typedef {object} Member one process that keeps this time
 * @property {string} name
 * @property {import('node:child_process').ChildProcess} child
 * @property {boolean} serves whether it only waits for others: a server. Any other process that
 *   waits for nothing is still loading, or about to be gone
 * @property {boolean} ready
 * @property {boolean} gone
 * @property {number} activity
 * @property {number | null} due its next timer; null where none keeps it alive (nor serves it)
 * @property {Promise<void>} ended
 * @property {Promise<void>} started
 * @property {(write: number) => void} onDying told when it dies in the middle of a write
 *
 * @typedef {{ activity: number, waits: boolean, due: number | null }} Idle
 *
 * @typedef {{ say: 'ready' } | ({ say: 'idle', id: number } & Idle) | { say: 'signal', name: string }
 *   | { say: 'dying', write: number }} Message see inside-process.mjs
 */

const START = Date.UTC(2026, 2, 16, 14, 0, 0);

/** A run that needs so many jumps does not end by itself. */
const MOST_JUMPS = 20_000;

export class VirtualTime {
  #now = START;
  #jumps = 0;
  #probes = 0;
  #touched = 0;
  #underWay = 0;
  /** @type {Member[]} */
  #members = [];
  /** @type {{ due: number, order: number, task: () => void | Promise<void> }[]} */
  #agenda = [];
  #order = 0;
  /** @type {Map<number, (idle: Idle | null) => void>} */
  #awaited = new Map();
  /** @type {Map<Member, Map<string, () => void>>} */
  #signals = new Map();

  /** Milliseconds since the epoch. */
  now() {
    return this.#now;
  }

  /** Seconds since the start of the run. */
  seconds() {
    return (this.#now - START) / 1000;
  }

  /**
   * What a process needs in its environment and on its command line to keep this time.
   *
   * @param {{ skewMs?: number, seed?: number | null, die?: string }} how
   */
  environment({ skewMs = 0, seed = null, die = '' }) {
    return {
      CHAOS_NOW: String(this.#now),
      CHAOS_SKEW: String(skewMs),
      CHAOS_SEED: seed === null ? '' : String(seed),
      CHAOS_DIE: die,
    };
  }

  /**
   * @param {string} name
   * @param {import('node:child_process').ChildProcess} child started with an IPC channel
   * @param {{ serves?: boolean }} [how]
   * @returns {Member}
   */
  adopt(name, child, { serves = false } = {}) {
    let started = () => {};
    let ended = () => {};
    /** @type {Member} */
    const member = {
      name,
      child,
      serves,
      ready: false,
      gone: false,
      activity: 0,
      due: null,
      started: new Promise((resolve) => (started = resolve)),
      ended: new Promise((resolve) => (ended = resolve)),
      onDying: () => {},
    };
    this.#members.push(member);
    this.#signals.set(member, new Map());
    child.on('message', (/** @type {Message} */ message) => {
      switch (message.say) {
        case 'ready':
          member.ready = true;
          this.touch();
          started();
          break;
        case 'idle':
          this.#settleProbe(message.id, message);
          break;
        case 'signal':
          this.#signals.get(member)?.get(message.name)?.();
          break;
        case 'dying':
          member.onDying(message.write);
          break;
      }
    });
    child.on('close', () => {
      member.gone = true;
      this.touch();
      started();
      ended();
      for (const acknowledged of this.#signals.get(member)?.values() ?? []) acknowledged();
      this.#members = this.#members.filter((other) => other !== member);
    });
    return member;
  }

  /**
   * Sends a signal and waits until it has struck: until the process noticed it, or is gone.
   *
   * @param {Member} member
   * @param {'SIGINT' | 'SIGTERM' | 'SIGKILL'} signal
   */
  async signal(member, signal) {
    if (member.gone) return;
    const noticed = new Promise((resolve) => {
      this.#signals.get(member)?.set(signal, () => resolve(undefined));
    });
    member.child.kill(signal);
    await (signal === 'SIGKILL' ? member.ended : noticed);
    this.#signals.get(member)?.delete(signal);
    this.touch();
  }

  /** Something arrived at the harness itself. */
  touch() {
    this.#touched += 1;
  }

  /**
   * Bytes are on their way out of the harness; time stands still until they have left.
   *
   * @returns {() => void} says that they have
   */
  sending() {
    let open = true;
    this.#underWay += 1;
    return () => {
      if (open) this.#underWay -= 1;
      open = false;
      this.touch();
    };
  }

  /**
   * Does something at a time of the run. Nothing else happens meanwhile.
   *
   * @param {number} milliseconds from now on
   * @param {() => void | Promise<void>} task
   */
  in(milliseconds, task) {
    this.#order += 1;
    const due = this.#now + Math.max(0, Math.round(milliseconds));
    this.#agenda.push({ due, order: this.#order, task });
  }

  /**
   * Lets time pass until `done`.
   *
   * @param {() => boolean} done
   * @param {() => void} whenIdle called whenever all processes only wait, before time moves
   */
  async passUntil(done, whenIdle) {
    while (!done()) {
      await this.#settle();
      if (done()) return;
      whenIdle();
      if (this.#members.some(({ serves, due }) => !serves && due === null)) await pause();
      else await this.#next();
    }
  }

  async #next() {
    this.#jumps += 1;
    if (this.#jumps > MOST_JUMPS) throw new Error('the run does not come to an end');
    const [event] = this.#agenda.toSorted((a, b) => a.due - b.due || a.order - b.order);
    const timer = this.#members.reduce(
      (first, { due }) => Math.min(first, due ?? Infinity),
      Infinity,
    );
    if (event !== undefined && event.due <= timer) {
      this.#agenda = this.#agenda.filter((other) => other !== event);
      this.#moveTo(event.due);
      await event.task();
      return;
    }
    if (timer === Infinity) throw new Error('everybody waits for nothing');
    this.#moveTo(timer);
  }

  /** @param {number} now */
  #moveTo(now) {
    if (now <= this.#now && this.#members.every(({ due }) => due === null || due > now)) return;
    this.#now = Math.max(this.#now, now);
    for (const { child } of this.#members) child.send({ do: 'advance', now: this.#now }, ignored);
  }

  /** Two rounds in which no process did anything, and nothing came or went in between. */
  async #settle() {
    for (let before = ''; ;) {
      const after = await this.#round();
      if (after !== null && after === before) return;
      before = after ?? '';
    }
  }

  async #round() {
    await Promise.all(this.#members.map(({ started }) => started));
    const touched = this.#touched;
    const members = [...this.#members];
    const answers = await Promise.all(members.map((member) => this.#probe(member)));
    await this.#turns(2);
    if (this.#underWay > 0 || touched !== this.#touched) return null;
    return [touched, ...answers.map((answer) => answer?.activity ?? 'gone')].join();
  }

  /** @param {Member} member */
  #probe(member) {
    if (member.gone) return Promise.resolve(null);
    this.#probes += 1;
    const id = this.#probes;
    return new Promise((/** @type {(idle: Idle | null) => void} */ resolve) => {
      this.#awaited.set(id, (idle) => {
        this.#awaited.delete(id);
        // Timers that keep no process alive run only as long as something else does.
        if (idle !== null) member.due = member.serves || idle.waits ? idle.due : null;
        resolve(idle);
      });
      void member.ended.then(() => this.#settleProbe(id, null));
      member.child.send({ do: 'probe', id }, ignored);
    });
  }

  /**
   * @param {number} id
   * @param {Idle | null} idle
   */
  #settleProbe(id, idle) {
    this.#awaited.get(id)?.(idle);
  }

  async #turns(/** @type {number} */ count) {
    for (let turn = 0; turn < count; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A process that is going away takes no messages; that it goes is told by its `close`. */
function ignored() {}

/** Of the wall: a millisecond for the machine to get on. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/**
 * Starts a node process whose time is the run's; see inside-process.mjs.
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
