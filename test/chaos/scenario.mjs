import { chance } from './chance.mjs';
import { drawCancelCap, drawFault, drawOutage, judges } from './faults.mjs';
import { BUYING, CLOSING, drawKillPoint, STOPS } from './kill-points.mjs';
import { drawLastLayer } from './last-layer.mjs';
import { drawOwner } from './owner.mjs';

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
 * @property {boolean} runnerLost no post runs; whatever strikes a step is SIGKILL
 * @property {boolean} ledger `acquire` has `ledger: artifact`
 * @property {import('./last-layer.mjs').GitHubFault | null} githubFault
 * @property {import('./last-layer.mjs').Sweep | null} sweep where post may not have done its work
 * @property {boolean} waitInPost
 * @property {boolean} autoRelease `false`: the orders are for another job, if this one succeeds
 * @property {boolean} jobFails in a step after ours
 * @property {{ kill: Kill | null } | null} adoption another job waits for our orders, and may be
 *   stopped
 *
 * @typedef {'acquire' | 'wait' | 'release'} Step
 *
 * @typedef {object} Outage
 * @property {import('./faults.mjs').DrawnFault} fault
 * @property {number} from seconds after the first post began
 * @property {number} lasts seconds
 *
 * @typedef {object} Kill
 * @property {number} step which of the steps; 0 for post
 * @property {KillPoint} at
 * @property {'cancel' | 'SIGTERM' | 'SIGKILL' | 'abandoned'} by `cancel`: the runner's ladder, see
 *   hazard.mjs; `abandoned`: main gets no signal and lives on while post begins, as in a container
 *   or a step in the background
 *
 * @typedef {{ on: 'arriving', nth: number, what: What, then: 'goes on' | 'is lost' | number }
 *   | { on: 'committed' | 'replied', nth: number, what: What }
 *   | { on: 'write', nth: number, side: 'before' | 'half' | 'after' }
 *   | { on: 'record', nth: number, call: 'CreateArtifact' | 'FinalizeArtifact', then: 'goes on' | 'is lost' }
 *   | { on: 'instant', after: number }} KillPoint `then`, if the sender is dead: whether the request
 *   arrives all the same, or so many seconds later; `after`: seconds after the process began
 *
 * @typedef {'request' | 'purchase' | 'closing'} What
 */

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
  const drawKill = (
    /** @type {number} */ step,
    /** @type {import('./kill-points.mjs').Task} */ task,
    bys = STOPS,
  ) => ({
    step,
    at: drawKillPoint(draw, task, latency),
    by: draw.pick(bys),
  });
  const kill = draw.maybe(0.8)
    ? drawKill(killed, killed === 0 ? BUYING : CLOSING, [...STOPS, 'abandoned'])
    : null;
  const postKill = draw.maybe(0.15) ? drawKill(0, CLOSING) : null;
  const some = Array.from({ length: draw.pick([0, 1, 1, 2, 3]) }, () => drawFault(draw, dialect));
  // Of several rules for one request the first strikes, and a refusal has to be of the first one.
  const faults = some.toSorted((a, b) => Number(judges(b.rule)) - Number(judges(a.rule)));
  /** @type {Scenario} */
  const drawn = {
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
    ...NOTHING_SPECIAL,
  };
  // Each draws from a chance of its own, so that the rest of a scenario stays what it was.
  return drawCancelCap(drawOwner(drawLastLayer(drawn)));
}

/** @satisfies {Partial<Scenario>} */
export const NOTHING_SPECIAL = {
  runnerLost: false,
  ledger: false,
  githubFault: null,
  sweep: null,
  waitInPost: false,
  autoRelease: true,
  jobFails: false,
  adoption: null,
};
