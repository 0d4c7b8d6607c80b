import { CANCEL_CAP, FAULTS } from './faults.mjs';
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
  releasedBySweep = 0;
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
    this.saidRed[scenario.dialect] = (this.saidRed[scenario.dialect] ?? 0) + open;
    for (const what of layersMet(run)) this.#count(`layer ${what}`);
    if (open === 0 && scenario.sweep === null && redLeaks(run).length > 0) {
      this.falseAlarms[scenario.dialect] = (this.falseAlarms[scenario.dialect] ?? 0) + 1;
    }
    const stopped = played.find(({ isPost, struck }) => !isPost && struck?.by === 'cancel');
    const end = played.findLast(({ isPost }) => isPost)?.ended ?? 0;
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
    if (name.startsWith('sweep')) {
      const closed = trace.filter(
        ({ from, what, answer }) => from === name && what === 'closing' && answer === 200,
      );
      this.releasedBySweep += closed.length;
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
      `Layers and owners, in runs: ${list('layer ')}.`,
      `Faults that struck, in runs: ${list('fault ')}.`,
      `Requests for each order that a post gave back: ${mean.toFixed(2)} on average, ${Math.max(0, ...this.requestsForEach).toFixed(1)} at most.`,
      `From SIGINT to the end of the process: at most ${this.longestExit.toFixed(2)} s of the run's time (${Math.round(this.longestExitOfWall)} ms of the wall's); to all that can be given back: at most ${this.longestRelease.toFixed(0)} s.`,
      `Red without a leak: guide ${this.falseAlarms['guide'] ?? 0}, openapi ${this.falseAlarms['openapi'] ?? 0} runs.`,
    ];
  }

  /** @param {number} failed runs in which an invariant did not hold */
  summary(failed) {
    return `${this.runs} runs, ${failed} failed: ${this.bought} orders bought, ${this.releasedByPost} given back by post, ${this.releasedBySweep} by sweep, left open and said red ${this.saidRed['guide'] ?? 0} (guide) and ${this.saidRed['openapi'] ?? 0} (openapi, where the design has no way left), silent leaks ${this.silent}.`;
  }
}

/**
 * Who came to give back, beside an undisturbed post.
 *
 * @param {Run} run
 * @returns {string[]}
 */
function layersMet({ scenario, played, records, trace }) {
  const post = played.find(({ name }) => name === 'post of acquire');
  const adopted = played.find(({ name }) => name === 'wait of another job');
  const sweep = played.find(({ name }) => name === 'sweep');
  const closes = trace.some(({ from, what }) => from.startsWith('sweep') && what === 'closing');
  const { sweep: swept, runnerLost, ledger, waitInPost, autoRelease, jobFails } = scenario;
  return [
    ...(runnerLost ? ['runner lost'] : []),
    ...(ledger && records.length > 0 ? ['ledger kept'] : []),
    ...(sweep && swept ? [`sweep of ${swept.scope}`] : []),
    ...(closes && swept ? [`sweep of ${swept.scope} that gave back`] : []),
    ...(swept?.early ? ['sweep of a run in progress'] : []),
    ...(waitInPost && post?.status === 'success' ? ['wait in post'] : []),
    ...(!autoRelease && jobFails && post?.status === 'failure'
      ? ['auto-release false, failed']
      : []),
    ...(adopted ? ['adoption'] : []),
    ...(adopted?.struck ? ['adoption stopped'] : []),
  ];
}

const LAYERS = {
  'runner lost': 8,
  'ledger kept': 8,
  'sweep of ledger': 10,
  'sweep of ledger that gave back': 4,
  'sweep of token': 4,
  'sweep of token that gave back': 2,
  'sweep of a run in progress': 7,
  'wait in post': 4,
  'auto-release false, failed': 4,
  adoption: 5,
  'adoption stopped': 2,
};

/** How often 300 runs must at least meet each; about half of what they do meet. */
const WANTED = [
  ...Object.keys(FAULTS).map((name) => ({ what: `fault ${name}`, per300: 4 })),
  { what: 'fault outage', per300: 6 },
  { what: `fault ${CANCEL_CAP}`, per300: 3 },
  ...Object.entries(LAYERS).map(([name, per300]) => ({ what: `layer ${name}`, per300 })),
  ...['cancel', 'SIGTERM', 'SIGKILL', 'abandoned'].map((by) => ({
    what: `step stopped by ${by}`,
    per300: 10,
  })),
  ...['cancel', 'SIGTERM', 'SIGKILL'].map((by) => ({ what: `post stopped by ${by}`, per300: 2 })),
  ...['arriving', 'committed', 'replied', 'write', 'instant'].flatMap((on) => [
    { what: `step stopped at ${on}`, per300: 10 },
    { what: `post stopped at ${on}`, per300: 1 },
  ]),
  { what: 'step stopped at record', per300: 2 },
];
