import { KEY_LIFETIME } from './scenario.mjs';

/**
 * What was left open after a run, whether it may be, and whether it was said.
 *
 * @typedef {import('./play.mjs').Run} Run
 * @typedef {import('./play.mjs').Order} Order
 */

/**
 * Why an openapi order may stay open, red. Anything else is a leak.
 *
 * @param {Run} run
 * @returns {string[]}
 */
export function excuses({ scenario, played }) {
  const { cancelAfter, outage, releaseTimeout, pause, faults, waitTimeout } = scenario;
  const stopped = played.some(({ isPost, struck }) => isPost && struck !== null);
  // What post has to wait for: the window, a late commit, the provider; then one back-off of 30 s,
  // and as much again for faults, each of which costs a time-out of 10 s and its own back-off.
  const longest = Math.max(cancelAfter, 30, outage === null ? 0 : outage.from + outage.lasts);
  const needed = longest + 30 + faults.reduce((sum, { rule }) => sum + 20 * Number(rule.count), 0);
  return [
    ...(stopped ? ['post was stopped'] : []),
    ...(releaseTimeout < needed ? ['release-timeout is too short'] : []),
    ...(pause + waitTimeout > KEY_LIFETIME - 60 ? ['post came after the life of a key'] : []),
  ];
}

/**
 * Orders of ours that cost or block something: on a guide server one whose SMS came needs nothing.
 *
 * @param {Run} run
 * @returns {Order[]}
 */
export function leftOpen({ ours, scenario }) {
  return ours.filter(
    ({ state }) =>
      state === 'waiting' || (state === 'otp-received' && scenario.dialect === 'openapi'),
  );
}

/**
 * @param {Run} run
 * @returns {Order[]}
 */
export function silentLeaks(run) {
  if (run.scenario.ends === 'no layer left' && wasKilledHard(run)) return [];
  const red = redLeaks(run);
  const named = (/** @type {Order} */ order) => red.some((text) => text.includes(idIn(run, order)));
  const unnamed = leftOpen(run).filter((order) => !named(order));
  // A purchase without an answer has no id that could be named: as many may be unnamed as are told.
  const told = red.reduce((sum, text) => sum + (text.match(/purchase \(/g) ?? []).length, 0);
  return unnamed.slice(told);
}

/** @param {Run} run */
function wasKilledHard({ played }) {
  return played.some(({ isPost, struck }) => isPost && struck?.by === 'SIGKILL');
}

/**
 * Texts of the error annotations that say `leaked`.
 *
 * @param {Run} run
 */
export function redLeaks({ played }) {
  return played.flatMap(({ result }) => {
    const isLeak =
      result.stdout.includes('title=Virtual number%3A leaked') ||
      result.errors.some((text) => text.includes('leaked: '));
    return isLeak ? result.errors : [];
  });
}

/**
 * The id by which the job knows an order.
 *
 * @param {Run} run
 * @param {Order} order
 */
function idIn({ scenario }, order) {
  return scenario.dialect === 'guide' ? order.order_id : String(order.id);
}
