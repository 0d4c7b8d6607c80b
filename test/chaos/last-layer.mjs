import { chance } from './chance.mjs';

/**
 * What comes after a job in which no post did its work: the runner was lost, or post was killed hard.
 *
 * @typedef {object} Sweep
 * @property {'token' | 'ledger'} scope
 * @property {boolean} early another one runs before the posts, while GitHub says of the run that it
 *   is in progress
 * @property {number} after seconds between the end of the run and the sweep
 *
 * @typedef {object} GitHubFault one request that GitHub answers otherwise
 * @property {'CreateArtifact' | 'FinalizeArtifact' | '/actions/artifacts?' | '/zip'} call part of its path
 * @property {number} nth
 * @property {number} status
 *
 * @typedef {import('./scenario.mjs').Scenario} Scenario
 */

/**
 * @param {Scenario} scenario
 * @returns {Scenario}
 */
export function drawLastLayer(scenario) {
  const { seed, dialect, kill, postKill } = scenario;
  const draw = chance(seed, 'last layer');
  const runnerLost = draw.maybe(0.07);
  const isNeeded = runnerLost || postKill?.by === 'SIGKILL';
  // A guide server lists no orders, so nothing but a ledger helps there.
  const ledger = isNeeded ? dialect === 'guide' || draw.maybe(0.4) : draw.maybe(0.02);
  const early = draw.maybe(0.5);
  const sharp = scenario.skew === 0 && draw.maybe(0.6);
  /** @type {Sweep | null} */
  const sweep = ledger
    ? // It may come before a late purchase, if all clocks go right.
      { scope: 'ledger', early, after: sharp ? draw.between(1, 30) : draw.between(60, 300) }
    : { scope: 'token', early, after: draw.between(100, 300) };
  const at = drawRecordPoint(draw);
  const strikes =
    runnerLost && kill !== null ? { ...kill, by: /** @type {const} */ ('SIGKILL') } : kill;
  const inRecord = ledger && strikes?.step === 0 && strikes.by !== 'abandoned' && draw.maybe(0.5);
  return {
    ...scenario,
    runnerLost,
    ledger,
    githubFault: ledger && draw.maybe(0.3) ? drawGitHubFault(draw) : null,
    sweep: isNeeded || ledger ? sweep : null,
    kill: inRecord ? { ...strikes, at } : strikes,
    // The sweep of a token takes it to be the token's only user.
    sibling: isNeeded && !ledger ? 'none' : scenario.sibling,
  };
}

/**
 * @param {import('./chance.mjs').Chance} draw
 * @returns {import('./scenario.mjs').KillPoint}
 */
function drawRecordPoint(draw) {
  return {
    on: 'record',
    nth: draw.between(1, 3),
    call: draw.pick(['CreateArtifact', 'FinalizeArtifact']),
    then: draw.pick(['goes on', 'is lost']),
  };
}

/**
 * @param {import('./chance.mjs').Chance} draw
 * @returns {GitHubFault}
 */
function drawGitHubFault(draw) {
  const call = draw.pick(
    /** @type {const} */ (['CreateArtifact', 'FinalizeArtifact', '/actions/artifacts?', '/zip']),
  );
  const isUpload = call === 'CreateArtifact' || call === 'FinalizeArtifact';
  // 403 of the REST API tells of a missing permission, which no sweep gets over.
  const status = draw.pick(isUpload ? [403, 500, 503] : [429, 500, 502]);
  return { call, nth: draw.between(1, 3), status };
}
