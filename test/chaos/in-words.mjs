/**
 * The scenario for a person.
 *
 * @param {import('./scenario.mjs').Scenario} scenario
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
  return [...lines, ...lastLayerInWords(scenario), ...ownerInWords(scenario)];
}

/** @param {import('./scenario.mjs').Scenario} scenario */
function lastLayerInWords({ runnerLost, ledger, githubFault, sweep }) {
  return [
    ...(ledger ? ['The job keeps a ledger.'] : []),
    ...(githubFault === null
      ? []
      : [`GitHub answers ${githubFault.status} to "${githubFault.call}" no. ${githubFault.nth}.`]),
    ...(runnerLost ? ['The runner is lost: no post runs.'] : []),
    ...(sweep === null
      ? []
      : [
          `${sweep.early ? 'A sweep runs before the posts, and another' : 'A sweep runs'} ${sweep.after} s after the end of the run (scope: ${sweep.scope}).`,
        ]),
  ];
}

/** @param {import('./scenario.mjs').Scenario} scenario */
function ownerInWords({ waitInPost, autoRelease, jobFails, adoption }) {
  const stop = adoption?.kill ?? null;
  return [
    ...(waitInPost ? ['Post waits for the code (wait-in-post).'] : []),
    ...(autoRelease ? [] : ['The orders are for another job (auto-release: false).']),
    ...(jobFails ? ['A later step of the job fails.'] : []),
    ...(adoption === null ? [] : ['Another job waits for the orders.']),
    ...(stop === null ? [] : [`Its wait is stopped by ${killInWords(stop)}.`]),
  ];
}

/** @param {import('./scenario.mjs').Kill} kill */
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
    case 'record':
      return `${by} at its ${at.call} no. ${at.nth}, which then ${at.then}`;
    case 'write':
      return `${by} at its write no. ${at.nth} to a file (${at.side})`;
    case 'instant':
      return `${by}, ${at.after.toFixed(2)} s after it began`;
  }
}
