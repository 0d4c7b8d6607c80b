import { excuses, leftOpen, silentLeaks } from './leaks.mjs';

/**
 * What must hold after every run, in words, each with its check beneath. A check returns what it
 * found wrong, one line each.
 *
 * @typedef {import('./play.mjs').Run} Run
 * @typedef {import('./play.mjs').Order} Order
 * @typedef {{ says: string, check: (run: Run) => string[] }} Invariant
 */

/** @type {readonly Invariant[]} */
export const INVARIANTS = [
  {
    says: 'No number is bought twice: never more orders than `count`, and one for each idempotency key at most.',
    check: ({ ours, scenario, trace }) => {
      const keys = new Set(
        trace.flatMap(({ what, key }) => (what === 'purchase' && key ? [key] : [])),
      );
      return [
        ...unless(ours.length <= scenario.count, `${ours.length} orders for ${scenario.count}`),
        ...unless(ours.length <= keys.size, `${ours.length} orders by ${keys.size} keys`),
      ];
    },
  },
  {
    says: 'A purchase without an answer is repeated with the same key and the same body or (guide) not at all; nothing else is bought before its answer is known.',
    check: (run) => [...processes(run)].flatMap((from) => repeatsOf(run, from)),
  },
  {
    says: 'An order of another job is never touched, nor named in a request of ours (but read by a sweep, which looks at all that is open): it stays rented although it was bought in the same second with the same token.',
    check: ({ sibling, trace }) => {
      if (sibling === null) return [];
      const named = trace.filter(
        ({ from, method, path, body }) =>
          !(isSweep(from) && method === 'GET') &&
          [String(sibling.id), sibling.order_id].some((id) => `${path} ${body}`.includes(id)),
      );
      return [
        ...unless(sibling.state === 'waiting', `the other job's order is ${sibling.state}`),
        ...named.map(({ n }) => `request ${n} names the other job's order`),
      ];
    },
  },
  {
    says: 'A sweep buys nothing, and closes nothing of a run that is in progress.',
    check: ({ trace }) =>
      trace.flatMap(({ n, from, what }) => [
        ...unless(!(isSweep(from) && what === 'purchase'), `request ${n} of a sweep buys`),
        ...unless(!(from === 'early sweep' && what === 'closing'), `request ${n} closes too early`),
      ]),
  },
  {
    says: 'What a job that succeeded leaves to another one (`auto-release: false`) its post does not touch.',
    check: ({ scenario, played, trace }) => {
      const post = played.find(({ name }) => name === 'post of acquire');
      if (scenario.autoRelease || post?.status !== 'success') return [];
      return trace.flatMap(({ n, from, what }) =>
        unless(!(from === post.name && what === 'closing'), `request ${n} closes what is kept`),
      );
    },
  },
  {
    says: 'On an openapi server no order of ours is left open, unless the design has no way left: then it is said red (next rule).',
    check: (run) =>
      run.scenario.dialect === 'guide' || excuses(run).length > 0
        ? []
        : leftOpen(run).map((order) => `order ${order.id} is left ${order.state}`),
  },
  {
    says: 'No leak is silent: each order that is left open is said red, as `leaked`, by its id or as a purchase that had no answer; by a sweep where no post was left to say it.',
    check: (run) => silentLeaks(run).map((order) => `order ${order.id} is left open silently`),
  },
  {
    says: 'An order that the provider has closed, or whose SMS is paid on a guide server, needs nothing and is not asked for: the books balance at the end.',
    check: ({ books }) => [...books.problems],
  },
  {
    says: 'A process that was stopped ends by itself within 7 s, before the runner kills it.',
    check: ({ played }) =>
      played.flatMap(({ name, struck, ended, outlasted }) =>
        struck === null || !['cancel', 'SIGTERM'].includes(struck.by)
          ? []
          : unless(
              !outlasted && ended - struck.at <= 7,
              `${name} ended ${(ended - struck.at).toFixed(1)} s after it was stopped`,
            ),
      ),
  },
  {
    says: 'A process that fails says so in one error annotation and ends with 1; one that does not ends with 0; none crashes.',
    check: ({ played }) =>
      played.flatMap(({ name, struck, result }) => {
        if (result.code === null && struck !== null) return [];
        const { code, errors, stderr, stdout } = result;
        return [
          ...unless(code === 0 || code === 1, `${name} ended with ${String(code)}`),
          ...unless(errors.length === (code === 0 ? 0 : 1), `${name}: ${errors.length} errors`),
          ...unless(stderr === '', `${name} wrote to stderr: ${stderr.slice(0, 300)}`),
          ...unless(!stdout.includes('A defect in this action'), `${name} tells of a defect`),
        ];
      }),
  },
];

/** @param {string} from */
function isSweep(from) {
  return /^(?:early )?sweep/.test(from);
}

/**
 * @param {Run} run
 * @returns {{ says: string, found: string[] }[]} the invariants that do not hold
 */
export function brokenIn(run) {
  return INVARIANTS.flatMap(({ says, check }) => {
    const found = check(run);
    return found.length === 0 ? [] : [{ says, found }];
  });
}

/** @param {Run} run */
function processes({ trace }) {
  return new Set(trace.map(({ from }) => from));
}

/**
 * @param {Run} run
 * @param {string} from
 */
function repeatsOf({ trace, scenario }, from) {
  /** @type {import('./gateway.mjs').Exchange | null} */
  let open = null;
  /** @type {string[]} */
  const wrong = [];
  for (const exchange of trace) {
    if (exchange.what !== 'purchase' || exchange.from !== from) continue;
    if (open !== null) {
      const same = exchange.key === open.key && exchange.body === open.body;
      const allowed = scenario.dialect === 'openapi' && same;
      wrong.push(...unless(allowed, `request ${exchange.n} buys while ${open.n} has no answer`));
    }
    open = isAnswered(exchange, scenario.dialect) ? null : exchange;
  }
  return wrong;
}

/**
 * Whether the answer says what became of the purchase, as far as the client can tell.
 *
 * @param {import('./gateway.mjs').Exchange} exchange
 * @param {import('./faults.mjs').Dialect} dialect
 */
function isAnswered({ answer, replied, fate }, dialect) {
  if (typeof answer !== 'number' || fate !== 'delivered') return false;
  /** @type {{ success?: unknown, error?: { code?: string } } | null} */
  let envelope;
  try {
    envelope = JSON.parse(replied);
  } catch {
    return false;
  }
  if (typeof envelope?.success !== 'boolean') return false;
  if (envelope.error?.code === 'REQUEST_IN_PROGRESS') return false;
  return dialect === 'openapi' || answer < 500 || answer === 503;
}

/**
 * @param {boolean} holds
 * @param {string} otherwise
 */
function unless(holds, otherwise) {
  return holds ? [] : [otherwise];
}
