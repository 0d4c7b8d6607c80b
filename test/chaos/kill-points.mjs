/** @type {readonly import('./scenario.mjs').Kill['by'][]} */
export const STOPS = ['cancel', 'cancel', 'SIGKILL', 'SIGKILL', 'SIGTERM'];

/**
 * What a process does, and so where it may be stopped.
 *
 * @typedef {{ whats: readonly import('./scenario.mjs').What[], requests: number, writes: number }} Task
 */

/** @type {Task} */
export const BUYING = {
  whats: ['request', 'purchase', 'purchase', 'purchase'],
  requests: 8,
  writes: 16,
};

/** @type {Task} */
export const CLOSING = { whats: ['request', 'closing'], requests: 3, writes: 1 };

/**
 * @param {import('./chance.mjs').Chance} draw
 * @param {Task} task
 * @param {number} latency
 * @returns {import('./scenario.mjs').KillPoint}
 */
export function drawKillPoint(draw, task, latency) {
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
