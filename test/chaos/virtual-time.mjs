import { Member } from './member.mjs';

const START = Date.UTC(2026, 2, 16, 14, 0, 0);

/** A run that needs so many jumps does not end by itself. */
const MOST_JUMPS = 20_000;

/**
 * One time for several processes. It stands still while any of them works and jumps to the next
 * timer when all of them only wait, so a run of minutes takes as long as its computing, and what
 * happens does not depend on how fast the machine is.
 */
export class VirtualTime {
  #now = START;
  #jumps = 0;
  #touched = 0;
  #underWay = 0;
  /** @type {Member[]} */
  #members = [];
  /** @type {{ due: number, order: number, task: () => void | Promise<void> }[]} */
  #agenda = [];
  #order = 0;

  /** Milliseconds since the epoch. */
  now() {
    return this.#now;
  }

  /** Seconds since the start of the run. */
  seconds() {
    return (this.#now - START) / 1000;
  }

  /**
   * Lets a process keep this time. It was started with CHAOS_NOW in its environment.
   *
   * @param {import('node:child_process').ChildProcess} child
   * @param {{ serves?: boolean }} [how]
   */
  adopt(child, { serves = false } = {}) {
    const onChange = () => {
      this.touch();
    };
    const member = new Member(child, { serves, onChange });
    this.#members.push(member);
    void member.ended.then(() => {
      this.#members = this.#members.filter((other) => other !== member);
    });
    return member;
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
      await this.#allWait();
      if (done()) return;
      whenIdle();
      if (this.#members.some(({ serves, due }) => !serves && due === null)) continue;
      await this.#jump();
    }
  }

  /** To the next event or timer, whichever is first. */
  async #jump() {
    this.#jumps += 1;
    if (this.#jumps > MOST_JUMPS) throw new Error('the run does not come to an end');
    const [event] = this.#agenda.toSorted((a, b) => a.due - b.due || a.order - b.order);
    const timer = Math.min(...this.#members.map(({ due }) => due ?? Infinity));
    const next = Math.min(timer, event?.due ?? Infinity);
    if (next === Infinity) throw new Error('everybody waits for nothing');
    this.#now = Math.max(this.#now, next);
    for (const member of this.#members) member.advance(this.#now);
    if (event === undefined || event.due > this.#now) return;
    // Every process knows the new time, and has done what fell due, before the event reaches it.
    await this.#allWait();
    this.#agenda = this.#agenda.filter((other) => other !== event);
    await event.task();
  }

  /** Two rounds in which no process did anything, and nothing came or went in between. */
  async #allWait() {
    for (let before = ''; ;) {
      const after = await this.#round();
      if (after !== null && after === before) return;
      before = after ?? '';
    }
  }

  async #round() {
    await Promise.all(this.#members.map(({ started }) => started));
    const answers = await Promise.all(this.#members.map((member) => member.idle()));
    for (let turn = 0; turn < 2; turn += 1) await new Promise((next) => setImmediate(next));
    return this.#underWay > 0 ? null : [this.#touched, ...answers].join();
  }
}
