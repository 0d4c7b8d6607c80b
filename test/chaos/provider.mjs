import { fileURLToPath } from 'node:url';
import { startKeepingTime } from './member.mjs';

const entry = fileURLToPath(new URL('../../dist/sandbox/index.js', import.meta.url));

/**
 * The built sandbox as a process that keeps the run's time, with the scenario's faults in it.
 *
 * @param {import('./virtual-time.mjs').VirtualTime} time
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {string} token
 */
export async function openProvider(time, scenario, token) {
  const { seed, cancelAfter, faults, dialect } = scenario;
  const flags = [
    ...['--token', token, '--seed', String(seed), '--cancel-after', String(cancelAfter)],
    ...faults.flatMap(({ rule }) => ['--fault', JSON.stringify(rule)]),
  ];
  const env = { PATH: process.env['PATH'] ?? '', CHAOS_NOW: String(time.now()) };
  const child = startKeepingTime(process.execPath, [entry, '--json', ...flags], env);
  time.adopt(child, { serves: true });
  const line = await new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    child.stderr?.on('data', (chunk) => (complaint += String(chunk)));
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('\n')) resolve(said);
    });
    child.on('close', () => {
      reject(new Error(`The sandbox ended before it listened: ${complaint}`));
    });
  });
  /** @type {{ url: string, control_url: string }} */
  const ready = JSON.parse(String(line));
  const origin = new URL(ready.url).origin;
  time.touch();
  /** Strikes of faults that were taken away. @type {number[]} */
  const ended = [];

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async function control(method, path, body) {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(ready.control_url + path, init);
    /** @type {unknown} */
    const json = await answer.json();
    time.touch();
    return { ok: answer.ok, json };
  }

  /** @returns {Promise<import('../../src/sandbox/index.ts').BooksView>} */
  async function books() {
    const { json } = await control('GET', '/books');
    return /** @type {import('../../src/sandbox/index.ts').BooksView} */ (json);
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {import('../../src/sandbox/index.ts').FaultRule} [rule]
   */
  async function faultsOf(method, rule) {
    const { json } = await control(method, '/faults', rule);
    return /** @type {{ faults: { id: number, fired: number }[] }} */ (json).faults;
  }

  return {
    origin,
    books,
    /** @returns {Promise<boolean>} whether it was delivered */
    sms: async (/** @type {string} */ to) =>
      (await control('POST', '/sms', { to, text: 'Your code is 042917' })).ok,
    /** How often each fault struck, in the order in which they were set. */
    fired: async () => {
      const all = await faultsOf('GET');
      return [...all.map(({ fired }) => fired), ...ended];
    },
    /** @returns {Promise<() => Promise<void>>} takes it away again */
    addFault: async (/** @type {import('../../src/sandbox/index.ts').FaultRule} */ rule) => {
      const [added] = await faultsOf('POST', rule);
      return async () => {
        const now = (await faultsOf('GET')).find(({ id }) => id === added?.id);
        ended.push(now?.fired ?? 0);
        await control('DELETE', `/faults/${String(added?.id)}`);
      };
    },
    /**
     * Another job's purchase of the product that ours is after. It speaks the other dialect of the
     * same account, so that the scenario's faults pass it by.
     *
     * @returns {Promise<string>} the order's reference, as in the books
     */
    buyAsSibling: async () => {
      const path = dialect === 'guide' ? '/openapi/v1/orders/create' : '/guide/v1/orders';
      const answer = await fetch(origin + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ product_id: PRODUCT }),
      });
      if (!answer.ok) throw new Error(`The other job could not rent: ${await answer.text()}`);
      time.touch();
      const { orders } = await books();
      return String(orders.at(-1)?.order_id);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** The cheapest for whatsapp in indonesia, in the sandbox's catalog. */
const PRODUCT = 42;
