import { Job } from '../support/runner.mjs';

/**
 * @typedef {object} RentedNumber
 * @property {string} orderId
 * @property {string} phone E.164
 * @property {string} url where its code is asked for; empty where it is not served
 *
 * @typedef {object} Session
 * @property {RentedNumber[]} numbers
 * @property {(number: RentedNumber) => Promise<unknown>} wait until the test holds its code
 * @property {() => Promise<unknown>} close gives back what is open
 *
 * @typedef {object} Way
 * @property {string} name
 * @property {boolean} ours
 * @property {boolean} needsRealTime the start of its processes would count many times when sped up
 * @property {boolean} oneByOne each wait needs a runner for itself
 * @property {number | null} webhookPort where the sandbox sends its webhooks
 * @property {{ of: 'median' | 'mean', ms: number } | null} limit
 * @property {(world: World) => Promise<Session>} open
 *
 * What the API's answers may hold, as far as it is read here.
 * @typedef {{
 *   order_id?: string,
 *   phone_number?: string,
 *   status?: string,
 *   orders?: { id: number, phone_number: string }[],
 * }} Data
 *
 * @typedef {{ sandbox: import('../support/sandbox-process.mjs').SandboxProcess, speed: number, count: number }} World
 */

const PRODUCT = 42;
const WEBHOOK_PORT = 47_381;

/** @type {Pick<Way, 'ours' | 'needsRealTime' | 'oneByOne' | 'webhookPort' | 'limit'>} */
const PLAIN = {
  ours: false,
  needsRealTime: false,
  oneByOne: false,
  webhookPort: null,
  limit: null,
};

/** Half of the interval of 5 s and one round trip, which on loopback is some milliseconds. */
const POLLED = /** @type {const} */ ({ of: 'mean', ms: 2_600 });
const NUDGED = /** @type {const} */ ({ of: 'median', ms: 60 });

/** @type {Way[]} */
export const ways = [
  { ...PLAIN, name: "the guide's recipe, polls every 5 s", open: (world) => guideRecipe(world) },
  { ...PLAIN, name: "the vendor's SDK, polls every 3 s", open: (world) => vendorSdk(world) },
  {
    ...PLAIN,
    name: '`mode: wait`, polling',
    ours: true,
    needsRealTime: true,
    limit: { of: 'mean', ms: POLLED.ms + 200 },
    open: (world) => byStep(world, {}),
  },
  {
    ...PLAIN,
    name: '`serve`, polling',
    ours: true,
    limit: POLLED,
    open: (world) => byKeeper(world, {}),
  },
  {
    ...PLAIN,
    name: '`mode: wait`, nudged by webhook',
    ours: true,
    needsRealTime: true,
    oneByOne: true,
    webhookPort: WEBHOOK_PORT,
    open: (world) => byStep(world, nudged()),
  },
  {
    ...PLAIN,
    name: '`serve`, nudged by webhook',
    ours: true,
    webhookPort: WEBHOOK_PORT,
    limit: NUDGED,
    open: (world) => byKeeper(world, nudged()),
  },
];

function nudged() {
  return { 'webhook-listen': `127.0.0.1:${String(WEBHOOK_PORT)}` };
}

/**
 * "Phase 3 - Poll for OTP delivery" of the guide: `GET /orders/{id}`, then five seconds of sleep.
 *
 * @param {World} world
 * @returns {Promise<Session>}
 */
async function guideRecipe({ sandbox, speed, count }) {
  const ask = asking(sandbox.guideUrl, sandbox.token);
  await ask('GET', '/catalog/products?country=indonesia&platform=whatsapp');
  /** @type {RentedNumber[]} */
  const numbers = [];
  while (numbers.length < count) {
    const { order_id: orderId = '', phone_number: phone = '' } = await ask('POST', '/orders', {
      product_id: PRODUCT,
    });
    numbers.push({ orderId, phone, url: '' });
  }
  const wait = polled(ask, 5_000 / speed);
  return { numbers, wait, close: () => Promise.resolve() };
}

/**
 * What the vendor's own clients do: `wait` polls every 3 s.
 *
 * @param {World} world
 * @returns {Promise<Session>}
 */
async function vendorSdk({ sandbox, speed, count }) {
  const ask = asking(sandbox.openapiUrl, sandbox.token);
  await ask('GET', '/catalog/products');
  /** @type {RentedNumber[]} */
  const numbers = [];
  while (numbers.length < count) {
    const { orders = [] } = await ask('POST', '/orders/create', { product_id: PRODUCT });
    for (const { id, phone_number: phone } of orders) {
      numbers.push({ orderId: String(id), phone, url: '' });
    }
  }
  const wait = polled(ask, 3_000 / speed);
  const close = async () => {
    for (const { orderId } of numbers) await ask('POST', '/orders/finish', { id: Number(orderId) });
  };
  return { numbers, wait, close };
}

/**
 * @param {ReturnType<typeof asking>} ask
 * @param {number} intervalMs
 * @returns {Session['wait']}
 */
function polled(ask, intervalMs) {
  return async ({ orderId }) => {
    while ((await ask('GET', `/orders/${orderId}`)).status !== 'OTP_RECEIVED') {
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  };
}

/**
 * @param {string} base
 * @param {string} token
 * @returns {(method: string, path: string, body?: unknown) => Promise<Data>}
 */
function asking(base, token) {
  return async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { success, data } = /** @type {{ success: boolean, data: Data }} */ (await answer.json());
    if (!success) throw new Error(`${method} ${path} was refused`);
    return data;
  };
}

/**
 * A step for each order, which ends when the code is there.
 *
 * @param {World} world
 * @param {Record<string, string>} inputs
 * @returns {Promise<Session>}
 */
async function byStep(world, inputs) {
  const { job, api, numbers } = await rented(world, {});
  return {
    numbers,
    wait: async ({ orderId }) => {
      const step = await job.step({ ...api, ...inputs, mode: 'wait', 'order-id': orderId });
      if (step.outputs['otp-code'] !== '204816') throw new Error(step.stdout);
    },
    close: () => job.finish(),
  };
}

/**
 * The test asks the URL that `acquire` with `serve` gives.
 *
 * @param {World} world
 * @param {Record<string, string>} inputs
 * @returns {Promise<Session>}
 */
async function byKeeper(world, inputs) {
  const { job, numbers } = await rented(world, { ...inputs, serve: 'true' });
  return {
    numbers,
    wait: async ({ url }) => {
      const answer = await fetch(url);
      const { otp_code: code } = /** @type {{ otp_code?: string }} */ (await answer.json());
      if (code !== '204816') throw new Error(`another code: ${String(code)}`);
    },
    close: () => job.finish(),
  };
}

/**
 * @param {World} world
 * @param {Record<string, string>} inputs
 */
async function rented({ sandbox, speed, count }, inputs) {
  const clock = new URL('../support/fast-clock.mjs', import.meta.url).href;
  const env = { NODE_OPTIONS: `--import ${clock}?${String(Date.now())},${String(speed)},0` };
  const job = new Job({ env: speed === 1 ? {} : env });
  const api = { token: sandbox.token, 'api-url': sandbox.openapiUrl };
  const number = { platform: 'whatsapp', country: 'indonesia', count: String(count) };
  const step = await job.step({ ...api, ...number, ...inputs });
  if (step.code !== 0) throw new Error(step.stdout);
  /** @type {{ order_id: string, phone_number: string, otp_url?: string }[]} */
  const orders = JSON.parse(step.outputs['orders'] ?? '[]');
  const numbers = orders.map((order) => ({
    orderId: order.order_id,
    phone: order.phone_number,
    url: order.otp_url ?? '',
  }));
  return { job, api, numbers };
}
