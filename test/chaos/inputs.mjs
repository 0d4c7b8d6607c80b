/**
 * What a step is given by its workflow.
 *
 * @typedef {import('./scenario.mjs').Scenario} Scenario
 *
 * @param {import('./scenario.mjs').Step} step
 * @param {Scenario} scenario
 * @returns {Record<string, string>}
 */
export function inputsOf(step, scenario) {
  const { count, waitTimeout, ledger, autoRelease, waitInPost } = scenario;
  const common = { mode: step, ...releaseTimeoutOf(scenario) };
  const timeout = `${String(waitTimeout)}s`;
  switch (step) {
    case 'acquire':
      return {
        ...common,
        platform: 'whatsapp',
        country: 'indonesia',
        count: String(count),
        ...(ledger ? { ledger: 'artifact' } : {}),
        ...(autoRelease ? {} : { 'auto-release': 'false' }),
        ...(waitInPost ? { 'wait-in-post': 'true', timeout, 'poll-interval': '3s' } : {}),
      };
    case 'wait':
      return { ...common, timeout, 'poll-interval': '3s' };
    case 'release':
      return common;
  }
}

/**
 * @param {Scenario} scenario
 * @param {string} orders output of the job that rented them
 * @returns {Record<string, string>}
 */
export function inputsOfAdoption(scenario, orders) {
  return { ...inputsOf('wait', scenario), 'order-id': orders };
}

/**
 * @param {Scenario} scenario
 * @param {import('./last-layer.mjs').Sweep['scope']} scope
 * @param {string} olderThan
 * @param {string} githubToken
 * @returns {Record<string, string>}
 */
export function inputsOfSweep(scenario, scope, olderThan, githubToken) {
  const common = { mode: 'sweep', scope, ...releaseTimeoutOf(scenario) };
  return scope === 'token'
    ? { ...common, 'older-than': olderThan }
    : { ...common, 'github-token': githubToken };
}

/** @param {Scenario} scenario */
function releaseTimeoutOf({ releaseTimeout }) {
  return { 'release-timeout': `${String(releaseTimeout)}s` };
}
