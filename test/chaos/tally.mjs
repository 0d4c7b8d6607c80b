import { FAULTS } from './faults.mjs';
import { leftOpen, redLeaks, silentLeaks } from './leaks.mjs';

/**
 * Sums over many runs: the figures of the summary, and whether the runs met what they are for.
 *
 * @typedef {import('./play.mjs').Run} Run
 */
export class Tally {
  runs = 0;
  bought = 0;
  releasedByPost = 0;
  /** Requests of a post for each order that it closed. @type {number[]} */
  requestsForEach = [];
  /** Left open and said red. @type {Record<string, number>} */
  saidRed = { guide: 0, openapi: 0 };
  /** Posts that said `leaked` of nothing. @type {Record<string, number>} */
  falseAlarms = { guide: 0, openapi: 0 };
  silent = 0;
  noLayerLeft = 0;
  /** From SIGINT to the end of the process: seconds of the run, milliseconds of the wall. */
  longestExit = 0;
  longestExitOfWall = 0;
  /** From SIGINT in a step to the end of the last post, without the pause between, in seconds. */
  longestRelease = 0;
  /** @type {Map<string, number>} */
  counts = new Map();

  /** @param {Run} run */
  add(run) {
    const { scenario, played, ours, fired } = run;
    this.runs += 1;
    this.bought += ours.length;
    this.silent += silentLeaks(run).length;
    for (const name of fired) this.#count(`fault ${name}`);
    for (const process of played) this.#addProcess(process, run);
    const open = leftOpen(run).length;
    if (scenario.ends === 'no layer left' && played.some(killedHard)) this.noLayerLeft += open;
    else this.saidRed[scenario.dialect] = (this.saidRed[scenario.dialect] ?? 0) + open;
    if (open === 0 && redLeaks(run).length > 0) {
      this.falseAlarms[scenario.dialect] = (this.falseAlarms[scenario.dialect] ?? 0) + 1;
    }
    const stopped = played.find(({ isPost, struck }) => !isPost && struck?.by === 'cancel');
    const end = played.at(-1)?.ended ?? 0;
    if (stopped?.struck) {
      this.longestRelease = Math.max(this.longestRelease, end - stopped.struck.at - scenario.pause);
    }
  }

  /**
   * @param {import('./play.mjs').Played} played
   * @param {Run} run
   */
  #addProcess({ name, isPost, struck, ended }, { trace }) {
    if (isPost) {
      const own = trace.filter(({ from }) => from === name);
      const closed = own.filter(({ what, answer }) => what === 'closing' && answer === 200).length;
      this.releasedByPost += closed;
      if (closed > 0) this.requestsForEach.push(own.length / closed);
    }
    if (struck === null) return;
    this.#count(`${isPost ? 'post' : 'step'} stopped by ${struck.by}`);
    this.#count(`${isPost ? 'post' : 'step'} stopped at ${struck.on}`);
    if (struck.by !== 'cancel') return;
    this.longestExit = Math.max(this.longestExit, ended - struck.at);
    this.longestExitOfWall = Math.max(this.longestExitOfWall, struck.wall);
  }

  /** @param {string} what */
  #count(what) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** @param {string} what */
  countOf(what) {
    return this.counts.get(what) ?? 0;
  }

  /**
   * What the runs were to meet and did not: without it, that nothing leaked would prove little.
   *
   * @returns {string[]}
   */
  gaps() {
    return WANTED.flatMap(({ what, per300 }) => {
      const least = Math.floor((per300 * this.runs) / 300);
      const met = this.countOf(what);
      return met >= least ? [] : [`${what}: ${met} times, wanted at least ${least}`];
    });
  }

  /** @returns {string[]} */
  lines() {
    const mean =
      this.requestsForEach.reduce((sum, value) => sum + value, 0) /
      Math.max(1, this.requestsForEach.length);
    const list = (/** @type {string} */ prefix) =>
      [...this.counts]
        .filter(([what]) => what.startsWith(prefix))
        .map(([what, times]) => `${what.slice(prefix.length)} ${times}`)
        .toSorted()
        .join(', ');
    return [
      `Steps stopped by: ${list('step stopped by ')}; at: ${list('step stopped at ')}.`,
      `Posts stopped by: ${list('post stopped by ')}; at: ${list('post stopped at ')}.`,
      `Faults that struck, in runs: ${list('fault ')}.`,
      `Requests for each order that a post gave back: ${mean.toFixed(2)} on average, ${Math.max(0, ...this.requestsForEach).toFixed(1)} at most.`,
      `From SIGINT to the end of the process: at most ${this.longestExit.toFixed(2)} s of the run's time (${Math.round(this.longestExitOfWall)} ms of the wall's); to all that can be given back: at most ${this.longestRelease.toFixed(0)} s.`,
      `Red without a leak: guide ${this.falseAlarms['guide'] ?? 0}, openapi ${this.falseAlarms['openapi'] ?? 0} runs.`,
    ];
  }

  /** @param {number} failed runs in which an invariant did not hold */
  summary(failed) {
    return `${this.runs} runs, ${failed} failed: ${this.bought} orders bought, ${this.releasedByPost} given back by post, left open and said red ${this.saidRed['guide'] ?? 0} (guide) and ${this.saidRed['openapi'] ?? 0} (openapi, where the design has no way left), ${this.noLayerLeft} where post itself was killed hard, silent leaks ${this.silent}.`;
  }
}

/** @param {import('./play.mjs').Played} played */
function killedHard({ isPost, struck }) {
  return isPost && struck?.by === 'SIGKILL';
}

/** How often 300 runs must at least meet each; about half of what they do meet. */
const WANTED = [
  ...Object.keys(FAULTS).map((name) => ({ what: `fault ${name}`, per300: 4 })),
  { what: 'fault outage', per300: 6 },
  ...['cancel', 'SIGTERM', 'SIGKILL', 'abandoned'].map((by) => ({
    what: `step stopped by ${by}`,
    per300: 10,
  })),
  ...['cancel', 'SIGTERM', 'SIGKILL'].map((by) => ({ what: `post stopped by ${by}`, per300: 2 })),
  ...['arriving', 'committed', 'replied', 'write', 'instant'].flatMap((on) => [
    { what: `step stopped at ${on}`, per300: 10 },
    { what: `post stopped at ${on}`, per300: 1 },
  ]),
];
