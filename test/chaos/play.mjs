import { fileURLToPath } from 'node:url';
import { Job } from '../support/runner.mjs';
import { chance } from './chance.mjs';
import { Company } from './company.mjs';
import { Gateway } from './gateway.mjs';
import { GitHub } from './github.mjs';
import { Hazard } from './hazard.mjs';
import { inputsOf, inputsOfAdoption, inputsOfSweep } from './inputs.mjs';
import { startKeepingTime } from './member.mjs';
import { openProvider } from './provider.mjs';
import { VirtualTime } from './virtual-time.mjs';

/**
 * What became of a scenario: all that the invariants look at.
 *
 * @typedef {object} Run
 * @property {import('./scenario.mjs').Scenario} scenario
 * @property {readonly Played[]} played steps and posts in the order in which they began
 * @property {readonly import('./gateway.mjs').Exchange[]} trace
 * @property {import('../../src/sandbox/index.ts').BooksView} books at the end
 * @property {readonly Order[]} ours orders of the job
 * @property {Order | null} sibling the other job's order, as it stands at the end
 * @property {readonly string[]} fired names of the faults that struck
 * @property {readonly string[]} smsDelivered ids of the orders that an SMS reached by our doing
 * @property {readonly string[]} records names of the ledger's records
 *
 * @typedef {import('./company.mjs').Order} Order
 *
 * @typedef {object} Played
 * @property {string} name like `acquire` or `post of acquire`
 * @property {boolean} isPost
 * @property {string} status of the job when it began
 * @property {import('../support/runner.mjs').StepResult} result
 * @property {number} began seconds of the run
 * @property {number} ended
 * @property {import('./hazard.mjs').Struck | null} struck when and how it was stopped
 * @property {boolean} outlasted whether the runner had to kill it in the end
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'smsc_token_of_the_chaos';

/** A sweep that fails is followed by the next one of its schedule; so many at most. */
const MOST_SWEEPS = 3;

/** A run takes a second of the wall; this one hangs. */
const HANGS_AFTER_MS = 60_000;

/**
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {{ dist?: string }} [built] another build of the action than the committed one
 * @returns {Promise<Run>}
 */
export async function play(scenario, { dist = `${ROOT}dist` } = {}) {
  const stage = new Stage(scenario, dist);
  /** @type {NodeJS.Timeout | undefined} */
  let watchdog;
  /** @type {Promise<never>} */
  const hangs = new Promise((_, reject) => {
    watchdog = setTimeout(() => {
      reject(new Error(`The run hangs, ${String(stage.time.seconds())} s after its start.`));
    }, HANGS_AFTER_MS);
  });
  try {
    return await Promise.race([stage.play(), hangs]);
  } finally {
    clearTimeout(watchdog);
    await stage.clear();
  }
}

/** One runner with its job, one provider, and the network between. */
class Stage {
  time = new VirtualTime();
  #scenario;
  #dist;
  /** @type {Job} */
  #job;
  /** @type {Job[]} */
  #jobs = [];
  /** @type {GitHub | null} */
  #github = null;
  #gateway;
  #hazard;
  /** @type {Company | null} */
  #company = null;
  /** @type {() => void} */
  #stopProvider = () => {};
  #processes = 0;
  /** The process that was started last. @type {import('./member.mjs').Member | null} */
  #member = null;
  /** @type {import('./member.mjs').Member[]} */
  #members = [];
  #name = '';
  /** Of a process that the runner went on without: ends it, and the account of it. */
  #lingering = async () => {};
  /** @type {Played[]} */
  #played = [];

  /**
   * @param {import('./scenario.mjs').Scenario} scenario
   * @param {string} dist
   */
  constructor(scenario, dist) {
    this.#scenario = scenario;
    this.#dist = dist;
    this.#hazard = new Hazard(null, '', this.time);
    this.#job = this.#newJob({});
    const draw = chance(scenario.seed, 'latency');
    this.#gateway = new Gateway(this.time, () => draw.between(1, scenario.latency), {
      arriving: async (exchange) => {
        await this.#company?.beside(exchange);
        return this.#hazard.arriving(exchange);
      },
      committed: async (exchange) => {
        await this.#hazard.at('committed', exchange);
      },
      replied: async (exchange) => {
        await this.#hazard.at('replied', exchange);
      },
    });
  }

  /** @returns {Promise<Run>} */
  async play() {
    const scenario = this.#scenario;
    const origin = await this.#gateway.open();
    const provider = await openProvider(this.time, scenario, TOKEN);
    const company = new Company(scenario, provider, this.time);
    this.#stopProvider = provider.kill;
    this.#company = company;
    this.#gateway.leadTo(provider.origin);
    const api = { SMSCODE_TOKEN: TOKEN, SMSCODE_API_URL: `${origin}/${scenario.dialect}/v1` };
    Object.assign(this.#job.env, api);
    if (scenario.ledger) {
      this.#github = await GitHub.open(this.time, scenario.githubFault, (path) =>
        this.#hazard.uploading(path),
      );
      Object.assign(this.#job.env, this.#github.ofRun());
    }

    const begun = await this.#steps();
    await this.#pass(scenario.pause);
    if (scenario.sweep?.early === true) await this.#sweep('early sweep', api, '15m');
    let clearAt = 0;
    if (!scenario.runnerLost) {
      clearAt = company.beginOutage();
      for (const step of begun.toReversed()) await this.#post(step);
    }
    await this.#lingering();
    if (scenario.adoption !== null && this.#job.status === 'success') await this.#adopt(api);
    if (scenario.sweep !== null) {
      this.#github?.finishRun();
      await this.#pass(Math.max(scenario.sweep.after, clearAt - this.time.seconds()));
      await this.#sweeps(api);
    }

    const books = await provider.books();
    return {
      scenario,
      played: this.#played.toSorted((a, b) => a.began - b.began),
      trace: this.#gateway.trace,
      books,
      ...company.sort(books.orders),
      fired: namesOf(scenario, await provider.fired()),
      smsDelivered: company.smsDelivered,
      records: this.#github?.records() ?? [],
    };
  }

  async clear() {
    for (const { child } of this.#members) child.kill('SIGKILL');
    await Promise.all(this.#members.map(({ ended }) => ended));
    this.#stopProvider();
    this.#gateway.close();
    await this.#github?.close();
    for (const job of this.#jobs) job.wipe();
  }

  /** The job's steps, until one fails. */
  async #steps() {
    const { kill, steps } = this.#scenario;
    /** @type {string[]} */
    const begun = [];
    for (const [index, step] of steps.entries()) {
      begun.push(step);
      const inputs = inputsOf(step, this.#scenario);
      const hazard = new Hazard(kill?.step === index ? kill : null, step, this.time);
      await this.#run(step, hazard, () => this.#job.start(inputs));
      if (hazard.struck?.by === 'cancel' || hazard.isAbandoned) this.#job.status = 'cancelled';
      if (this.#job.status !== 'success') break;
    }
    if (this.#scenario.jobFails && this.#job.status === 'success') this.#job.status = 'failure';
    return begun;
  }

  /** @param {string} step */
  async #post(step) {
    const name = `post of ${step}`;
    const kill = step === 'acquire' ? this.#scenario.postKill : null;
    await this.#run(name, new Hazard(kill, name, this.time), () => this.#job.startPost());
  }

  /**
   * Another job that waits for the orders of the first one, on a runner of its own whose clock goes
   * right.
   *
   * @param {Record<string, string>} env
   */
  async #adopt(env) {
    const rented = this.#played.find(({ name }) => name === 'acquire')?.result;
    const job = this.#newJob(env);
    const inputs = inputsOfAdoption(this.#scenario, rented?.outputs['orders'] ?? '');
    const name = 'wait of another job';
    const hazard = new Hazard(this.#scenario.adoption?.kill ?? null, name, this.time);
    await this.#run(name, hazard, () => job.start(inputs));
    if (hazard.struck?.by === 'cancel') job.status = 'cancelled';
    const post = `post of ${name}`;
    await this.#run(post, new Hazard(null, post, this.time), () => job.startPost());
  }

  /** @param {Record<string, string>} env */
  async #sweeps(env) {
    for (let nth = 1; nth <= MOST_SWEEPS; nth += 1) {
      const name = nth === 1 ? 'sweep' : `sweep ${String(nth)}`;
      const { code, outputs } = await this.#sweep(name, env, '1m');
      // What is leaked is named: somebody is asked to look, and the next sweep knows no more.
      if (code === 0 || outputs['failure'] === 'leaked') return;
      await this.#pass(120);
    }
  }

  /**
   * A sweep of another run, on a runner whose clock goes right.
   *
   * @param {string} name
   * @param {Record<string, string>} env
   * @param {string} olderThan
   */
  async #sweep(name, env, olderThan) {
    const job = this.#newJob({ ...env, ...this.#github?.ofSweep() });
    const scope = this.#scenario.sweep?.scope ?? 'token';
    const inputs = inputsOfSweep(this.#scenario, scope, olderThan, this.#github?.token ?? '');
    const hazard = new Hazard(null, name, this.time);
    await this.#run(name, hazard, () => job.start(inputs));
    const swept = this.#played.find((played) => played.name === name);
    if (swept === undefined) throw new Error(`no account of the ${name}`);
    return swept.result;
  }

  /** @param {Record<string, string>} env */
  #newJob(env) {
    const job = new Job({ dist: this.#dist, launch: this.#launch.bind(this), env });
    this.#jobs.push(job);
    return job;
  }

  /**
   * Runs one process of the job to its end, or until the runner goes on without it.
   *
   * @param {string} name
   * @param {Hazard} hazard
   * @param {() => import('../support/runner.mjs').RunningStep} start
   */
  async #run(name, hazard, start) {
    this.#hazard = hazard;
    this.#name = name;
    const began = this.time.seconds();
    const { status } = this.#job;
    const { done } = start();
    const member = this.#member;
    if (member === null) throw new Error('no process was started');
    hazard.threaten(member);
    let ended = began;
    void member.ended.then(() => (ended = this.time.seconds()));
    const conclude = async () => {
      const result = await done;
      const { struck, outlasted } = hazard;
      const isPost = name.startsWith('post');
      this.#played.push({ name, isPost, status, result, began, ended, struck, outlasted });
    };
    await this.#until(() => member.gone || hazard.isAbandoned);
    if (member.gone) {
      await conclude();
      return;
    }
    this.#lingering = async () => {
      // The runner kills what is left at the end of a job.
      await member.signal('SIGKILL');
      await member.ended;
      await conclude();
    };
  }

  /** @param {number} seconds while no process of the job runs, or only one that was abandoned */
  async #pass(seconds) {
    let passed = false;
    this.time.in(seconds * 1000, () => {
      passed = true;
    });
    await this.#until(() => passed);
  }

  /** @param {() => boolean} done */
  #until(done) {
    return this.time.passUntil(done, () => {
      this.#gateway.letIn();
    });
  }

  /**
   * Starts a process of the job with the run's time in it.
   *
   * @type {import('../support/runner.mjs').Launch}
   */
  #launch(file, args, options) {
    this.#processes += 1;
    const { seed } = this.#scenario;
    const skew = options.env['RUNNER_TEMP'] === this.#job.temp ? this.#scenario.skew : 0;
    const child = startKeepingTime(file, args, {
      ...options.env,
      CHAOS_NOW: String(this.time.now()),
      CHAOS_SKEW: String(skew * 1000),
      CHAOS_SEED: String(seed * 100 + this.#processes),
      CHAOS_NAME: this.#name,
      CHAOS_DIE: this.#hazard.fatalWrite,
    });
    this.#member = this.time.adopt(child);
    this.#members.push(this.#member);
    return child;
  }
}

/**
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {readonly number[]} fired how often each of its faults struck
 */
function namesOf({ faults, outage }, fired) {
  const all = outage === null ? faults : [...faults, outage.fault];
  return all.flatMap(({ name }, index) => ((fired[index] ?? 0) > 0 ? [name] : []));
}
