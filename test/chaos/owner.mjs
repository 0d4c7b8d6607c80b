import { chance } from './chance.mjs';
import { CLOSING, drawKillPoint } from './kill-points.mjs';

/**
 * Who owns the orders after the step that rented them: its post at once, its post after a wait, or
 * another job.
 *
 * @typedef {import('./scenario.mjs').Scenario} Scenario
 *
 * @param {Scenario} scenario
 * @returns {Scenario}
 */
export function drawOwner(scenario) {
  if (scenario.sweep !== null) return scenario;
  const draw = chance(scenario.seed, 'owner');
  const what = draw.fraction();
  // Most of what an owner does needs a job that succeeds.
  const calm = { ...scenario, kill: draw.maybe(0.75) ? null : scenario.kill };
  const adoptionKill = draw.maybe(0.75) ? drawKill(draw, scenario) : null;
  if (what < 0.06) return { ...calm, waitInPost: true };
  if (what < 0.11) return { ...calm, autoRelease: false, jobFails: true };
  if (what < 0.18) {
    const steps = /** @type {const} */ (['acquire']);
    const postKill = null;
    return { ...calm, steps, postKill, autoRelease: false, adoption: { kill: adoptionKill } };
  }
  return scenario;
}

/**
 * Only after its first request: by then the job has adopted what it was handed.
 *
 * @param {import('./chance.mjs').Chance} draw
 * @param {Scenario} scenario
 * @returns {import('./scenario.mjs').Kill}
 */
function drawKill(draw, { latency }) {
  const by = draw.pick(/** @type {const} */ (['cancel', 'cancel', 'SIGTERM', 'SIGKILL']));
  const at = drawKillPoint(draw, CLOSING, latency);
  const asks = at.on === 'arriving' || at.on === 'committed' || at.on === 'replied';
  if (asks) return { step: 0, by, at: { ...at, what: 'request' } };
  return { step: 0, by, at: { on: 'instant', after: draw.between(1, 9) } };
}
