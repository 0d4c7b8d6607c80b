import { chance } from './chance.mjs';
import { drawFault, drawOutage, judges } from './faults.mjs';

/**
 * One job and everything that befalls it. A pure function of the seed.
 *
 * @typedef {object} Scenario
 * @property {number} seed
 * @property {import('./faults.mjs').Dialect} dialect
 * @property {number} count numbers that `acquire` rents
 * @property {readonly Step[]} steps
 * @property {number} cancelAfter seconds until the provider lets an order be cancelled
 * @property {number} releaseTimeout seconds
 * @property {number} waitTimeout seconds, of the wait step
 * @property {number} skew seconds by which the runner's clock is ahead of the provider's
 * @property {number} latency most milliseconds of one way
 * @property {'none' | 'before' | 'after'} sibling another job rents and holds a number on the same
 *   token: in the second of our first purchase, before or after it
 * @property {readonly { order: number, after: number | 'cancelling' }[]} sms to the n-th of our
 *   orders, so many seconds after its purchase was sent, or while the first cancel is on its way
 * @property {readonly import('./faults.mjs').DrawnFault[]} faults
 * @property {Outage | null} outage
 * @property {Kill | null} kill of one of the steps
 * @property {Kill | null} postKill of the post of `acquire`
 * @property {number} pause seconds between the last step and the first post
 * @property {Ending} ends
 *
 * @typedef {'acquire' | 'wait' | 'release'} Step
 *
 * @typedef {'post' | 'no layer left' | 'sweep'} Ending who is the last that gives numbers back;
 *   'no layer left': post was killed hard, and nothing of ours runs after it
 *
 * @typedef {object} Outage
 * @property {import('./faults.mjs').DrawnFault} fault
 * @property {number} from seconds after the first post began
 * @property {number} lasts seconds
 *
 * @typedef {object} Kill
 * @property {number} step which of the steps; 0 for post
 * @property {KillPoint} at
 * @property {'cancel' | 'SIGTERM' | 'SIGKILL'} by `cancel`: the runner's ladder, see play.mjs
 *
 * @typedef {{ on: 'arriving', nth: number, what: What, then: 'goes on' | 'is lost' | number }
 *   | { on: 'committed' | 'replied', nth: number, what: What }
 *   | { on: 'write', nth: number, side: 'before' | 'half' | 'after' }
 *   | { on: 'instant', after: number }} KillPoint `then`, if the sender is dead: whether the request
 *   arrives all the same, or so many seconds later; `after`: seconds after the process began
 *
 * @typedef {'request' | 'purchase' | 'closing'} What
 */

/** The sweep that would come after a post that was killed; not part of the action yet. */
const SWEEP_EXISTS = false;

/** An intent may be replayed for so long; after it, only a listing tells. */
export const KEY_LIFETIME = 300;

/**
 * @param {number} seed
 * @returns {Scenario}
 */
export function scenarioOf(seed) {
  const draw = chance(seed, 'scenario');
  const dialect = draw.pick(/** @type {const} */ (['openapi', 'guide']));
  const steps = draw.pick(
    /** @type {Step[][]} */ ([
      ['acquire'],
      ['acquire'],
      ['acquire'],
      ['acquire', 'wait'],
      ['acquire', 'release'],
      ['acquire', 'wait', 'release'],
    ]),
  );
  const count = draw.pick([1, 1, 1, 2, 3]);
  const cancelAfter =
    dialect === 'openapi' ? draw.pick([0, 0, 20, 120]) : draw.pick([0, 0, 0, 20, 120]);
  const latency = draw.pick([5, 50, 400]);
  const killed = draw.maybe(0.8) ? 0 : steps.length - 1;
  const drawKill = (/** @type {number} */ step, /** @type {Task} */ task) => ({
    step,
    at: drawKillPoint(draw, task, latency),
    by: draw.pick(/** @type {const} */ (['cancel', 'cancel', 'SIGKILL', 'SIGKILL', 'SIGTERM'])),
  });
  const kill = draw.maybe(0.8) ? drawKill(killed, killed === 0 ? BUYING : CLOSING) : null;
  const postKill = draw.maybe(0.15) ? drawKill(0, CLOSING) : null;
  const drawn = Array.from({ length: draw.pick([0, 1, 1, 2, 3]) }, () => drawFault(draw, dialect));
  // Of several rules for one request the first strikes, and a refusal has to be of the first one.
  const faults = drawn.toSorted((a, b) => Number(judges(b.rule)) - Number(judges(a.rule)));
  return {
    seed,
    dialect,
    count,
    steps,
    cancelAfter,
    releaseTimeout: draw.maybe(0.8) ? 240 : draw.pick([15, 45, 100]),
    waitTimeout: draw.pick([10, 30]),
    skew: draw.maybe(0.6) ? 0 : draw.between(-400, 400),
    latency,
    sibling: draw.pick(['none', 'before', 'after']),
    sms: draw.maybe(0.3)
      ? [
          {
            order: draw.between(1, count),
            after: draw.maybe(0.4) ? 'cancelling' : draw.between(0, 60),
          },
        ]
      : [],
    faults,
    outage: draw.maybe(0.08)
      ? {
          fault: drawOutage(draw, dialect),
          from: draw.between(0, 5),
          lasts: draw.maybe(0.8) ? draw.between(5, 120) : 400,
        }
      : null,
    kill,
    postKill,
    pause: draw.maybe(0.9) ? draw.between(0, 20) : draw.between(200, 420),
    ends: postKill?.by !== 'SIGKILL' ? 'post' : SWEEP_EXISTS ? 'sweep' : 'no layer left',
  };
}

/**
 * What a process does, and so where it may be stopped.
 *
 * @typedef {{ whats: readonly What[], requests: number, writes: number }} Task
 */

/** @type {Task} */
const BUYING = {
  whats: ['request', 'purchase', 'purchase', 'purchase'],
  requests: 8,
  writes: 16,
};

/** @type {Task} */
const CLOSING = { whats: ['request', 'closing'], requests: 3, writes: 2 };

/**
 * @param {import('./chance.mjs').Chance} draw
 * @param {Task} task
 * @param {number} latency
 * @returns {KillPoint}
 */
function drawKillPoint(draw, task, latency) {
  const on = draw.pick(
    /** @type {const} */ ([
      'arriving',
      'arriving',
      'committed',
      'committed',
      'replied',
      'write',
      'instant',
    ]),
  );
  const what = draw.pick(task.whats);
  const nth = draw.maybe(0.5) ? 1 : draw.between(1, what === 'request' ? task.requests : 3);
  switch (on) {
    case 'arriving':
      return {
        on,
        nth,
        what,
        then: draw.pick(['goes on', 'is lost', draw.between(1, 20), draw.between(1, 20)]),
      };
    case 'committed':
    case 'replied':
      return { on, nth, what };
    case 'write':
      return {
        on,
        nth: draw.between(1, task.writes),
        side: draw.pick(['before', 'half', 'after']),
      };
    case 'instant': {
      // Most processes are done after some ten ways to the provider and back.
      const after = draw.maybe(0.8) ? (draw.fraction() * latency * 10) / 1000 : draw.between(1, 40);
      return { on, after };
    }
  }
}

/**
 * The scenario for a person.
 *
 * @param {Scenario} scenario
 * @returns {string[]}
 */
export function inWords(scenario) {
  const { dialect, count, steps, kill, postKill, outage } = scenario;
  const lines = [
    `A job on a ${dialect} server: ${steps.join(', ')}; ${count} number(s); release-timeout ${scenario.releaseTimeout} s; an order may be cancelled after ${scenario.cancelAfter} s.`,
    `The runner's clock is ${scenario.skew} s ahead; one way takes up to ${scenario.latency} ms; ${scenario.pause} s pass before the first post.`,
    ...(scenario.sibling === 'none'
      ? []
      : [`Another job rents a number just ${scenario.sibling} our first purchase, and holds it.`]),
    ...scenario.sms.map(
      ({ order, after }) =>
        `An SMS reaches our order no. ${order} ${after === 'cancelling' ? 'while the first cancel is on its way' : `${after} s after its purchase was sent`}.`,
    ),
    ...scenario.faults.map(
      ({ name, rule }) =>
        `Fault "${name}" at ${String(rule.match?.operation)} from no. ${String(rule.nth)}, ${String(rule.count)} times: ${JSON.stringify(rule.fault)}.`,
    ),
    ...(outage === null
      ? []
      : [
          `The provider is down from ${outage.from} s after the first post began, for ${outage.lasts} s: ${JSON.stringify(outage.fault.rule.fault)}.`,
        ]),
    ...(kill === null ? [] : [`Step ${kill.step + 1} is stopped by ${killInWords(kill)}.`]),
    ...(postKill === null ? [] : [`The post of acquire is stopped by ${killInWords(postKill)}.`]),
  ];
  return scenario.ends === 'post' ? lines : [...lines, `The end: ${scenario.ends}.`];
}

/** @param {Kill} kill */
function killInWords({ by, at }) {
  switch (at.on) {
    case 'arriving': {
      const fate = typeof at.then === 'number' ? `arrives ${at.then} s later` : at.then;
      return `${by} while its ${at.what} no. ${at.nth} is on its way, which then ${fate}`;
    }
    case 'committed':
      return `${by} after its ${at.what} no. ${at.nth} was carried out and before the answer comes`;
    case 'replied':
      return `${by} after the answer to its ${at.what} no. ${at.nth}`;
    case 'write':
      return `${by} at its write no. ${at.nth} to a file (${at.side})`;
    case 'instant':
      return `${by}, ${at.after.toFixed(2)} s after it began`;
  }
}
