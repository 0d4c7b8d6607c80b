import { fileURLToPath } from 'node:url';
import { Job } from '../support/runner.mjs';
import { chance } from './chance.mjs';
import { Gateway } from './gateway.mjs';
import { openProvider } from './provider.mjs';
import { startKeepingTime, VirtualTime } from './virtual-time.mjs';

/**
 * What became of a scenario: all that the invariants look at.
 *
 * @typedef {object} Run
 * @property {import('./scenario.mjs').Scenario} scenario
 * @property {readonly Played[]} played steps and posts in the order in which they ran
 * @property {readonly import('./gateway.mjs').Exchange[]} trace
 * @property {import('../../src/sandbox/index.ts').BooksView} books at the end
 * @property {readonly Order[]} ours orders of the job
 * @property {Order | null} sibling the other job's order, as it stands at the end
 * @property {readonly string[]} fired names of the faults that struck
 * @property {readonly string[]} smsDelivered ids of the orders that an SMS reached by our doing
 *
 * @typedef {import('../../src/sandbox/index.ts').BooksView['orders'][number]} Order
 *
 * @typedef {object} Played
 * @property {string} name like `acquire` or `post of acquire`
 * @property {boolean} isPost
 * @property {import('../support/runner.mjs').StepResult} result
 * @property {number} began seconds of the run
 * @property {number} ended
 * @property {{ at: number, by: string, on: string, wall: number } | null} struck when it was
 *   stopped: seconds of the run, and milliseconds of the wall until it was gone
 * @property {boolean} outlasted whether the runner had to kill it in the end
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'smsc_token_of_the_chaos';

/** GitHub's ladder after a cancel: SIGINT at once, then these, in milliseconds. */
const LADDER = /** @type {const} */ ([
  [7_500, 'SIGTERM'],
  [10_000, 'SIGKILL'],
]);

/** A run takes less than a second of the wall; this one hangs. */
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
    stage.clear();
  }
}

class Stage {
  time = new VirtualTime();
  #scenario;
  #job;
  #gateway;
  /** @type {Awaited<ReturnType<typeof openProvider>> | null} */
  #provider = null;
  /** @type {import('./virtual-time.mjs').Member | null} */
  #member = null;
  /** @type {import('./scenario.mjs').Kill | null} */
  #kill = null;
  /** @type {Played['struck']} */
  #struck = null;
  #outlasted = false;
  #processes = 0;
  #purchases = 0;
  #closings = 0;
  /** @type {Played[]} */
  #played = [];
  /** @type {string | null} */
  #siblingOrder = null;
  /** @type {string[]} */
  #smsDelivered = [];

  /**
   * @param {import('./scenario.mjs').Scenario} scenario
   * @param {string} dist
   */
  constructor(scenario, dist) {
    this.#scenario = scenario;
    this.#job = new Job({ dist, launch: this.#launch.bind(this) });
    const draw = chance(scenario.seed, 'latency');
    this.#gateway = new Gateway(this.time, () => draw.between(1, scenario.latency), {
      arriving: (exchange) => this.#arriving(exchange),
      committed: async (exchange) => {
        await this.#boundary('committed', exchange);
      },
      replied: async (exchange) => {
        await this.#boundary('replied', exchange);
      },
    });
  }

  /** @returns {Promise<Run>} */
  async play() {
    const { dialect, steps, ends, seed } = this.#scenario;
    const origin = await this.#gateway.open();
    this.#provider = await openProvider(this.time, this.#scenario, TOKEN);
    this.#gateway.leadTo(this.#provider.origin);
    this.#job.env = {
      ...this.#job.env,
      SMSCODE_TOKEN: TOKEN,
      SMSCODE_API_URL: `${origin}/${dialect}/v1`,
    };
    /** @type {string[]} */
    const begun = [];
    for (const [index, step] of steps.entries()) {
      begun.push(step);
      await this.#step(index, step);
      if (this.#job.status !== 'success') break;
    }
    await this.#pass(this.#scenario.pause);
    this.#beginOutage();
    for (const step of begun.reverse()) await this.#post(step);
    if (ends === 'sweep') throw new Error(`seed ${String(seed)}: there is no sweep yet`);
    return this.#conclude();
  }

  clear() {
    this.#member?.child.kill('SIGKILL');
    this.#provider?.kill();
    this.#gateway.close();
    this.#job.wipe();
  }

  /**
   * @param {number} index
   * @param {import('./scenario.mjs').Step} step
   */
  async #step(index, step) {
    const { kill } = this.#scenario;
    this.#arm(kill?.step === index ? kill : null, step);
    const played = await this.#run(step, false, () => this.#job.start(this.#inputs(step)));
    if (played.struck?.by === 'cancel') this.#job.status = 'cancelled';
  }

  /** @param {string} step */
  async #post(step) {
    const name = `post of ${step}`;
    this.#arm(step === 'acquire' ? this.#scenario.postKill : null, name);
    await this.#run(name, true, () => this.#job.startPost());
  }

  /**
   * @param {import('./scenario.mjs').Step} step
   * @returns {Record<string, string>}
   */
  #inputs(step) {
    const { count, releaseTimeout, waitTimeout } = this.#scenario;
    const common = { mode: step, 'release-timeout': `${String(releaseTimeout)}s` };
    switch (step) {
      case 'acquire':
        return { ...common, platform: 'whatsapp', country: 'indonesia', count: String(count) };
      case 'wait':
        return { ...common, timeout: `${String(waitTimeout)}s`, 'poll-interval': '3s' };
      case 'release':
        return common;
    }
  }

  /**
   * @param {import('./scenario.mjs').Kill | null} kill
   * @param {string} name
   */
  #arm(kill, name) {
    this.#kill = kill;
    this.#struck = null;
    this.#outlasted = false;
    this.#gateway.sender = name;
  }

  /**
   * @param {string} name
   * @param {boolean} isPost
   * @param {() => import('../support/runner.mjs').RunningStep} start
   * @returns {Promise<Played>}
   */
  async #run(name, isPost, start) {
    const began = this.time.seconds();
    const { done } = start();
    const member = this.#member;
    if (member === null) throw new Error('no process was started');
    const kill = this.#kill;
    if (kill?.at.on === 'instant') {
      this.time.in(kill.at.after * 1000, () => this.#strike(member, kill));
    }
    member.onDying = () => {
      if (kill !== null) this.#noteStruck(member, kill);
    };
    let ended = began;
    void member.ended.then(() => (ended = this.time.seconds()));
    await this.time.passUntil(
      () => member.gone,
      () => {
        this.#gateway.letIn();
      },
    );
    const result = await done;
    const played = {
      name,
      isPost,
      result,
      began,
      ended,
      struck: this.#struck,
      outlasted: this.#outlasted,
    };
    this.#played.push(played);
    return played;
  }

  /** Lets time pass while no process of the job runs. */
  async #pass(/** @type {number} */ seconds) {
    let passed = false;
    this.time.in(seconds * 1000, () => {
      passed = true;
    });
    await this.time.passUntil(
      () => passed,
      () => {
        this.#gateway.letIn();
      },
    );
  }

  /**
   * Starts a process of the job with the run's time in it.
   *
   * @type {import('../support/runner.mjs').Launch}
   */
  #launch(file, args, options) {
    this.#processes += 1;
    const { seed, skew } = this.#scenario;
    const kill = this.#kill;
    const die =
      kill?.at.on === 'write'
        ? `${String(kill.at.nth)} ${kill.at.side} ${kill.by === 'cancel' ? 'SIGINT' : kill.by}`
        : '';
    const child = startKeepingTime(file, args, {
      ...options.env,
      ...this.time.environment({
        skewMs: skew * 1000,
        seed: seed * 100 + this.#processes,
        die,
      }),
    });
    this.#member = this.time.adopt(this.#gateway.sender, child);
    return child;
  }

  /**
   * @param {import('./gateway.mjs').Exchange} exchange
   * @returns {Promise<'goes on' | 'is lost' | number>}
   */
  async #arriving(exchange) {
    const closes = exchange.path.endsWith('/cancel') || exchange.path.endsWith('/finish');
    if (exchange.creates) await this.#besidePurchase();
    if (closes) await this.#besideClosing();
    const struck = await this.#boundary('arriving', exchange);
    const at = this.#kill?.at;
    return struck && at?.on === 'arriving' && this.#kill?.by === 'SIGKILL' ? at.then : 'goes on';
  }

  /**
   * @param {'arriving' | 'committed' | 'replied'} on
   * @param {import('./gateway.mjs').Exchange} exchange
   * @returns {Promise<boolean>} whether the sender was struck here
   */
  async #boundary(on, exchange) {
    const kill = this.#kill;
    const member = this.#member;
    if (kill?.at.on !== on || this.#struck !== null || member === null) return false;
    if (exchange.from !== member.name || !this.#isIt(kill.at.what, kill.at.nth, exchange)) {
      return false;
    }
    await this.#strike(member, kill);
    return true;
  }

  /**
   * @param {import('./scenario.mjs').What} what
   * @param {number} nth
   * @param {import('./gateway.mjs').Exchange} exchange
   */
  #isIt(what, nth, exchange) {
    const ofThis = this.#gateway.trace.filter(({ from }) => from === exchange.from);
    const alike = ofThis.filter(
      (other) =>
        what === 'request' ||
        (what === 'purchase' ? other.creates : /\/(cancel|finish)$/.test(other.path)),
    );
    return alike[nth - 1] === exchange;
  }

  /**
   * @param {import('./virtual-time.mjs').Member} member
   * @param {import('./scenario.mjs').Kill} kill
   */
  async #strike(member, kill) {
    if (member.gone || this.#struck !== null) return;
    this.#noteStruck(member, kill);
    await this.time.signal(member, kill.by === 'cancel' ? 'SIGINT' : kill.by);
  }

  /**
   * @param {import('./virtual-time.mjs').Member} member
   * @param {import('./scenario.mjs').Kill} kill
   */
  #noteStruck(member, kill) {
    const struck = { at: this.time.seconds(), by: kill.by, on: kill.at.on, wall: 0 };
    this.#struck = struck;
    const at = performance.now();
    void member.ended.then(() => (struck.wall = performance.now() - at));
    if (kill.by === 'SIGKILL') return;
    for (const [after, signal] of LADDER) {
      this.time.in(after, async () => {
        if (member.gone) return;
        if (signal === 'SIGKILL') this.#outlasted = true;
        await this.time.signal(member, signal);
      });
    }
  }

  /** What happens in the second of our purchases: another job's, and an SMS to come. */
  async #besidePurchase() {
    this.#purchases += 1;
    const { sibling, sms } = this.#scenario;
    if (this.#purchases === 1) {
      if (sibling === 'before') await this.#siblingBuys();
      if (sibling === 'after') this.time.in(900, () => this.#siblingBuys());
    }
    for (const { order, after } of sms) {
      if (order !== this.#purchases || after === 'cancelling') continue;
      this.time.in(after * 1000 + 500, () => this.#sendSms(order));
    }
  }

  async #besideClosing() {
    this.#closings += 1;
    const [sms] = this.#scenario.sms;
    if (sms?.after === 'cancelling' && this.#closings === 1) await this.#sendSms(sms.order);
  }

  async #siblingBuys() {
    this.#siblingOrder = (await this.#provider?.buyAsSibling()) ?? null;
  }

  /** @param {number} nth */
  async #sendSms(nth) {
    const { orders = [] } = (await this.#provider?.books()) ?? {};
    const order = this.#oursOf(orders)[nth - 1];
    if (order === undefined || (await this.#provider?.sms(order.phone_number)) !== true) return;
    this.#smsDelivered.push(order.order_id);
  }

  #beginOutage() {
    const { outage } = this.#scenario;
    if (outage === null) return;
    this.time.in(outage.from * 1000, async () => {
      const end = await this.#provider?.addFault(outage.fault.rule);
      if (end !== undefined) this.time.in(outage.lasts * 1000, end);
    });
  }

  /** @param {readonly Order[]} orders */
  #oursOf(orders) {
    return orders.filter(({ order_id: ref }) => ref !== this.#siblingOrder);
  }

  /** @returns {Promise<Run>} */
  async #conclude() {
    if (this.#provider === null) throw new Error('no provider');
    const books = await this.#provider.books();
    const { faults, outage } = this.#scenario;
    const all = outage === null ? faults : [...faults, outage.fault];
    const fired = await this.#provider.fired();
    return {
      scenario: this.#scenario,
      played: this.#played,
      trace: this.#gateway.trace,
      books,
      ours: this.#oursOf(books.orders),
      sibling: books.orders.find(({ order_id: ref }) => ref === this.#siblingOrder) ?? null,
      fired: all.flatMap(({ name }, index) => ((fired[index] ?? 0) > 0 ? [name] : [])),
      smsDelivered: this.#smsDelivered,
    };
  }
}
