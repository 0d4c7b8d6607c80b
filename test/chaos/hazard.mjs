/**
 * What strikes one process: it is stopped where the scenario says, and by what.
 *
 * @typedef {import('./gateway.mjs').Exchange} Exchange
 *
 * @typedef {object} Struck
 * @property {number} at seconds of the run
 * @property {import('./scenario.mjs').Kill['by']} by
 * @property {import('./scenario.mjs').KillPoint['on']} on
 * @property {number} wall milliseconds of the wall from then until the process was gone
 */

/** What GitHub's runner sends after the first signal, and when, in milliseconds. */
const LADDER = /** @type {const} */ ([
  [7_500, 'SIGTERM'],
  [10_000, 'SIGKILL'],
]);

export class Hazard {
  /** @type {Struck | null} */
  struck = null;
  /** Whether the runner had to kill it in the end. */
  outlasted = false;
  #kill;
  #name;
  #time;
  /** @type {import('./member.mjs').Member | null} */
  #member = null;
  /** Requests of the process. @type {Exchange[]} */
  #made = [];
  #uploads = 0;

  /**
   * @param {import('./scenario.mjs').Kill | null} kill null: nothing strikes it
   * @param {string} name of the process
   * @param {import('./virtual-time.mjs').VirtualTime} time
   */
  constructor(kill, name, time) {
    this.#kill = kill;
    this.#name = name;
    this.#time = time;
  }

  /** For the process's environment; see inside-process.mjs. */
  get fatalWrite() {
    const kill = this.#kill;
    if (kill?.at.on !== 'write') return '';
    return `${String(kill.at.nth)} ${kill.at.side} ${signalOf(kill) ?? ''}`;
  }

  /** Whether the runner went on without it. */
  get isAbandoned() {
    return this.struck?.by === 'abandoned';
  }

  /** @param {import('./member.mjs').Member} member the process, just started */
  threaten(member) {
    this.#member = member;
    member.onDying = () => {
      this.#note();
    };
    if (this.#kill?.at.on === 'instant') {
      this.#time.in(this.#kill.at.after * 1000, async () => {
        await this.#strike();
      });
    }
  }

  /**
   * @param {Exchange} exchange
   * @returns {Promise<'goes on' | 'is lost' | number>} what becomes of a request on its way
   */
  async arriving(exchange) {
    if (exchange.from === this.#name) this.#made.push(exchange);
    const at = this.#kill?.at;
    const struck = await this.at('arriving', exchange);
    return struck && this.#kill?.by === 'SIGKILL' && at?.on === 'arriving' ? at.then : 'goes on';
  }

  /**
   * @param {'arriving' | 'committed' | 'replied'} boundary
   * @param {Exchange} exchange
   * @returns {Promise<boolean>} whether it struck
   */
  async at(boundary, exchange) {
    const at = this.#kill?.at;
    if (at?.on !== boundary || !('what' in at)) return false;
    const alike = this.#made.filter((made) => at.what === 'request' || at.what === made.what);
    if (alike[at.nth - 1] !== exchange) return false;
    return this.#strike();
  }

  /**
   * @param {string} path of a call to GitHub that begins or ends the upload of a record
   * @returns {Promise<'goes on' | 'is lost'>}
   */
  async uploading(path) {
    const at = this.#kill?.at;
    if (at?.on !== 'record' || !path.endsWith(at.call)) return 'goes on';
    this.#uploads += 1;
    if (this.#uploads !== at.nth) return 'goes on';
    const struck = await this.#strike();
    return struck && this.#kill?.by === 'SIGKILL' ? at.then : 'goes on';
  }

  async #strike() {
    const kill = this.#kill;
    if (kill === null || this.#member === null || this.#member.gone || this.struck !== null) {
      return false;
    }
    this.#note();
    const signal = signalOf(kill);
    if (signal !== null) await this.#member.signal(signal);
    return true;
  }

  #note() {
    const member = this.#member;
    const kill = this.#kill;
    if (kill === null || member === null) return;
    const struck = { at: this.#time.seconds(), by: kill.by, on: kill.at.on, wall: 0 };
    this.struck = struck;
    const began = performance.now();
    void member.ended.then(() => (struck.wall = performance.now() - began));
    if (kill.by === 'SIGKILL' || kill.by === 'abandoned') return;
    for (const [after, signal] of LADDER) {
      this.#time.in(after, async () => {
        if (member.gone) return;
        this.outlasted ||= signal === 'SIGKILL';
        await member.signal(signal);
      });
    }
  }
}

/** @param {import('./scenario.mjs').Kill} kill */
function signalOf({ by }) {
  if (by === 'abandoned') return null;
  return by === 'cancel' ? 'SIGINT' : by;
}
