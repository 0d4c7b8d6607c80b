import { createHash } from 'node:crypto';
import { CANCEL_CAP } from './faults.mjs';
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
export function excuses(run) {
  const { scenario, played } = run;
  const { cancelAfter, outage, releaseTimeout, pause, waitTimeout, sweep } = scenario;
  const faults = scenario.faults.filter(({ name }) => name !== CANCEL_CAP);
  const stopped = played.some(({ isPost, struck }) => isPost && struck !== null);
  // What post has to wait for: the window, a late commit, the provider; then one back-off of 30 s,
  // and as much again for faults, each of which costs a time-out of 10 s and its own back-off.
  const longest = Math.max(cancelAfter, 30, outage === null ? 0 : outage.from + outage.lasts);
  const needed = longest + 30 + faults.reduce((sum, { rule }) => sum + 20 * Number(rule.count), 0);
  const always = [
    ...(run.fired.includes(CANCEL_CAP) ? ['no cancel is left for today'] : []),
    ...(releaseTimeout < needed ? ['release-timeout is too short'] : []),
  ];
  if (sweep !== null) return [...always, ...excusesOfSweep(run)];
  return [
    ...always,
    ...(stopped ? ['post was stopped'] : []),
    ...(pause + waitTimeout > KEY_LIFETIME - 60 ? ['post came after the life of a key'] : []),
  ];
}

/** @param {Run} run */
function excusesOfSweep(run) {
  const { scenario, trace, fired } = run;
  const isUnrecorded = leftOpen(run).some((order) => !isRecorded(run, order));
  const met = trace.some(
    ({ from, answer, fate }) =>
      from.startsWith('sweep') &&
      (typeof answer !== 'number' || answer >= 300 || fate !== 'delivered'),
  );
  return [
    ...(scenario.sweep?.scope === 'ledger' && isUnrecorded ? ['no record names the order'] : []),
    ...(met || fired.includes('wrong shape') ? ['the sweep met a fault'] : []),
  ];
}

/**
 * Whether the ledger names the order. A record's name ends with a hash of what it is about.
 *
 * @param {Run} run
 * @param {Order} order
 */
function isRecorded(run, order) {
  const mark = createHash('sha256').update(idIn(run, order)).digest('hex').slice(0, 16);
  return run.records.some((name) => name.includes('-rented-') && name.endsWith(mark));
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
  const red = redLeaks(run);
  const named = (/** @type {Order} */ order) => red.some((text) => text.includes(idIn(run, order)));
  const unnamed = leftOpen(run).filter((order) => !named(order));
  // A purchase without an answer has no id that could be named: as many may be unnamed as are told.
  const told = red.reduce((sum, text) => sum + (text.match(/purchase \(/g) ?? []).length, 0);
  return unnamed.slice(told);
}

/**
 * Texts of the error annotations that say `leaked`, of those that come last. (What a sweep says of a
 * run that is in progress is not about what that run leaves behind.)
 *
 * @param {Run} run
 */
export function redLeaks({ played }) {
  return played.flatMap(({ name, result }) => {
    if (name === 'early sweep') return [];
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
