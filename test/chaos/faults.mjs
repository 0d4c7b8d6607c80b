import { chance } from './chance.mjs';

/**
 * What can go wrong with one request, as rules of the sandbox. Every fault is one that a client can
 * survive: none lies about a purchase or a cancel in the words of the API.
 *
 * @typedef {import('./chance.mjs').Chance} Chance
 * @typedef {'guide' | 'openapi'} Dialect
 *
 * @typedef {object} DrawnFault
 * @property {string} name
 * @property {import('../../src/sandbox/index.ts').FaultRule} rule
 */

/** Operations of each dialect; what matters most stands more than once, to be drawn more often. */
const OPERATIONS = {
  guide: ['balance', 'products', 'create', 'create', 'order', 'order', 'cancel', 'cancel'],
  openapi: [
    ...['balance', 'countries', 'products', 'active', 'list'],
    ...['create', 'create', 'create', 'order', 'order', 'cancel', 'cancel', 'finish'],
  ],
};
const CLOSINGS = ['cancel', 'finish'];
const ALL = OPERATIONS.openapi;

const LOSSES = /** @type {const} */ (['cut', 'timeout', 'html']);

/**
 * @typedef {object} Kind
 * @property {readonly string[]} sites operations of the sandbox that it may strike
 * @property {(draw: Chance, dialect: Dialect) => import('../../src/sandbox/index.ts').FaultRule['fault']} fault
 */

/** @type {Record<string, Kind>} */
export const FAULTS = {
  'lost reply': {
    sites: ['create', ...CLOSINGS],
    fault: (draw) => ({ kind: 'lost_reply', how: draw.pick(LOSSES) }),
  },
  'late commit, key held': {
    sites: ['create'],
    fault: (draw) => lateCommit(draw, 'held'),
  },
  'late commit, key unseen': {
    sites: ['create'],
    fault: (draw) => lateCommit(draw, 'unseen'),
  },
  'half an answer': {
    sites: ALL,
    fault: (draw) => ({ kind: 'half_json', how: draw.pick(['short', 'cut']) }),
  },
  cut: { sites: ALL, fault: () => ({ kind: 'cut' }) },
  silence: { sites: ALL, fault: () => ({ kind: 'silence' }) },
  HTML: {
    sites: ALL,
    fault: (draw) => ({ kind: 'html', status: draw.pick([200, 502, 503, 504]) }),
  },
  '5xx': {
    sites: ALL,
    fault: (draw) =>
      draw.maybe(0.5)
        ? { kind: 'error', status: 500, code: 'INTERNAL_ERROR' }
        : { kind: 'error', status: 503, code: 'SERVICE_UNAVAILABLE', ...retryAfter(draw) },
  },
  429: {
    sites: ALL,
    fault: (draw) => ({ kind: 'rate_limited', ...retryAfter(draw) }),
  },
  'slow answer': {
    sites: ALL,
    fault: (draw) => ({
      kind: 'latency',
      seconds: draw.between(1, 14),
      stage: draw.pick(['before', 'after']),
    }),
  },
  'wrong shape': {
    sites: ALL,
    fault: (draw, dialect) => ({
      kind: 'wrong_shape',
      processed: true,
      // A guide server answers a purchase with anything but its envelope here: a word of success
      // without an order cannot be told from one.
      body: draw.pick([[], 'ok', { data: null }, { success: 'yes', data: [[]] }, dialect]),
    }),
  },
  CONFLICT: {
    sites: CLOSINGS,
    fault: () => ({ kind: 'error', status: 409, code: 'CONFLICT' }),
  },
  CANCEL_TOO_EARLY: {
    sites: ['cancel'],
    fault: () => ({ kind: 'error', status: 409, code: 'CANCEL_TOO_EARLY' }),
  },
  PROVIDER_ERROR: {
    sites: ['cancel', 'create'],
    fault: () => ({ kind: 'error', status: 422, code: 'PROVIDER_ERROR' }),
  },
  'not found at first': {
    sites: ['order'],
    fault: () => ({ kind: 'error', status: 404, code: 'NOT_FOUND' }),
  },
  'closed by the provider': {
    sites: ['order', 'cancel'],
    fault: (draw) => ({ kind: 'order_change', change: draw.pick(['expire', 'cancel']) }),
  },
};

/**
 * @param {Chance} draw
 * @param {Dialect} dialect
 * @returns {DrawnFault}
 */
export function drawFault(draw, dialect) {
  const name = draw.pick(Object.keys(FAULTS));
  const kind = FAULTS[name];
  if (kind === undefined) throw new Error(`no fault ${name}`);
  const possible = OPERATIONS[dialect].filter((operation) => kind.sites.includes(operation));
  const operation = /** @type {'create'} */ (draw.pick(possible));
  const nth = draw.maybe(0.7) ? 1 : draw.between(1, 4);
  const count = draw.maybe(0.7) ? 1 : draw.between(2, 4);
  const fault = kind.fault(draw, dialect);
  const rule = { match: { operation, dialect }, nth, count, fault };
  if (name === 'not found at first') return { name, rule: { ...rule, nth: 1 } };
  return { name, rule: judges(rule) ? { ...rule, nth: 1, count: 1 } : rule };
}

/**
 * A refusal of a purchase. It strikes the first one alone: later ones may repeat a key that was
 * applied already, to which no server that keeps its contract says no.
 *
 * @param {import('../../src/sandbox/index.ts').FaultRule} rule
 */
export function judges({ match, fault }) {
  return match?.operation === 'create' && fault.kind === 'error' && fault.status === 422;
}

/**
 * The provider is down for every request.
 *
 * @param {Chance} draw
 * @param {Dialect} dialect
 * @returns {DrawnFault}
 */
export function drawOutage(draw, dialect) {
  return {
    name: 'outage',
    rule: {
      match: { dialect },
      count: 'unlimited',
      fault: draw.pick([
        { kind: 'html', status: 502 },
        { kind: 'cut' },
        { kind: 'error', status: 503, code: 'SERVICE_UNAVAILABLE' },
      ]),
    },
  };
}

/** The account has cancelled as often as it may on one day: a 429 that asks for hours. */
export const CANCEL_CAP = 'daily cancel cap';

/**
 * @template {import('./scenario.mjs').Scenario} S
 * @param {S} scenario
 * @returns {S}
 */
export function drawCancelCap(scenario) {
  const draw = chance(scenario.seed, 'cancel cap');
  if (!draw.maybe(0.06)) return scenario;
  const match = /** @type {const} */ ({ operation: 'cancel', dialect: scenario.dialect });
  /** @type {DrawnFault} */
  const cap = {
    name: CANCEL_CAP,
    rule: {
      match,
      nth: draw.between(1, 2),
      count: 'unlimited',
      fault: { kind: 'rate_limited', retry_after_seconds: draw.between(3_600, 80_000) },
    },
  };
  return { ...scenario, faults: [...scenario.faults, cap] };
}

/**
 * @param {Chance} draw
 * @param {'held' | 'unseen'} key
 */
function lateCommit(draw, key) {
  return /** @type {const} */ ({
    kind: 'late_commit',
    // The design counts on a server that commits within 30 s after the purchase was sent.
    after_seconds: draw.between(1, 25),
    how: draw.pick(LOSSES),
    key,
  });
}

/** @param {Chance} draw */
function retryAfter(draw) {
  return draw.maybe(0.6) ? { retry_after_seconds: draw.between(0, 12) } : {};
}
