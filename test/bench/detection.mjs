import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startSandboxProcess } from '../support/sandbox-process.mjs';
import { ways } from './detection-ways.mjs';
import { writeSection } from './results.mjs';

/**
 * How long it takes from the moment at which the provider knows the SMS until the test holds its
 * code, and how many requests that costs: our ways beside the guide's own recipe and the vendor's
 * SDK, against the sandbox's real HTTP. Writes its section of RESULTS.md.
 *
 * Use: npm run bench:detection [-- --orders N --speed N]
 */

const { values } = parseArgs({
  options: { orders: { type: 'string' }, speed: { type: 'string' } },
});
const orders = Number(values.orders ?? 12);
const fast = Number(values.speed ?? 20);

/** A code for each order, at a time of its own, so that no poll's phase is favoured. */
const EARLIEST_S = 6;
const LATEST_S = 16;
/** Of the one verification whose requests are counted. */
const TWENTY_S = 20;

/** Figure to reach. */
const MOST_REQUESTS = 6;

const lines = [];
let held = true;
for (const way of ways) {
  const real = await delays(way, 1);
  const sped = way.needsRealTime ? null : await delays(way, fast);
  const requests = await requestsOf(way);
  const limit = way.limit;
  const holds = limit === null || (limit.of === 'median' ? median(real) : mean(real)) <= limit.ms;
  const thrifty = !way.ours || requests.untilCode <= MOST_REQUESTS;
  held &&= holds && thrifty;
  lines.push(
    `| ${way.name} | ${ms(median(real))} | ${ms(mean(real))} | ${ms(Math.max(...real))} | ${sped === null ? '' : ms(median(sped))} | ${limit === null ? '' : `${limit.of} ${String(limit.ms)}`} | ${String(requests.untilCode)} | ${String(requests.all)} | ${holds && thrifty ? 'yes' : '**no**'} |`,
  );
  console.log(lines.at(-1));
}

await writeSection('detection', [
  '# From the SMS to the code in the test',
  '',
  'Written by `npm run bench:detection`. From the moment at which the sandbox has the SMS until the',
  'test holds the code, in milliseconds, over real HTTP on loopback. Polling every 5 s cannot do better',
  `on average than half of that and one round trip. ${String(orders)} orders a line, SMS at random times ${String(EARLIEST_S)} to ${String(LATEST_S)} s after`,
  `the test began to wait (seeded); "sped up" is the median in time that passes ${String(fast)} times faster, in`,
  'which every real millisecond of the machine counts as many times. Requests: of one verification whose',
  `SMS comes ${String(TWENTY_S)} s after the number was rented, from the purchase to the code, and in all (dialect,`,
  `catalog, purchase, reads, release); at most ${String(MOST_REQUESTS)} until the code.`,
  '',
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${String(cpus().length)} cores.`,
  '',
  '| way | median | mean | most | sped up | at most | requests until the code | in all | holds |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
  ...lines,
  '',
]);
if (!held) process.exitCode = 1;

/**
 * @param {import('./detection-ways.mjs').Way} way
 * @param {number} speed
 * @returns {Promise<number[]>} milliseconds of the provider's time
 */
async function delays(way, speed) {
  const random = seeded(7);
  const found = [];
  // One at a time where a way cannot share a port or would only queue on this machine's cores.
  const batches = way.oneByOne ? Array(Math.ceil(orders / 2)).fill(1) : [orders];
  for (const size of batches) {
    const sandbox = await openSandbox(speed, way);
    try {
      const session = await way.open({ sandbox, speed, count: size });
      const earliest = way.oneByOne ? 2 : EARLIEST_S;
      const latest = way.oneByOne ? 7 : LATEST_S;
      const begun = performance.now();
      found.push(
        ...(await Promise.all(
          session.numbers.map(async (number, place) => {
            // One in each part of the span, so that few orders meet every phase of a poll.
            const part = (place + random()) / session.numbers.length;
            const at = earliest + part * (latest - earliest);
            const waited = session.wait(number);
            await until(begun + (at * 1000) / speed);
            const known = performance.now();
            await send(sandbox, number.phone);
            await waited;
            return (performance.now() - known) * speed;
          }),
        )),
      );
      await session.close();
    } finally {
      await sandbox.stop();
    }
  }
  return found;
}

/**
 * @param {import('./detection-ways.mjs').Way} way
 */
async function requestsOf(way) {
  const speed = way.needsRealTime ? 1 : 5;
  const sandbox = await openSandbox(speed, way);
  try {
    const session = await way.open({ sandbox, speed, count: 1 });
    const [number] = session.numbers;
    if (number === undefined) throw new Error('nothing was rented');
    const waited = session.wait(number);
    const since = await secondsSincePurchase(sandbox);
    await until(performance.now() + ((TWENTY_S - since) * 1000) / speed);
    await send(sandbox, number.phone);
    await waited;
    const seen = await operations(sandbox);
    await session.close();
    const all = await operations(sandbox);
    const purchase = seen.indexOf('create');
    return { untilCode: seen.length - purchase, all: all.length };
  } finally {
    await sandbox.stop();
  }
}

/**
 * @param {import('../support/sandbox-process.mjs').SandboxProcess} sandbox
 * @returns {Promise<number>} by the sandbox's clock
 */
async function secondsSincePurchase(sandbox) {
  /** @type {{ orders: { created_at: string }[] }} */
  const { orders: bought } = await sandbox.control('/books');
  /** @type {{ now: string }} */
  const { now } = await sandbox.control('/clock');
  return (Date.parse(now) - Date.parse(bought[0]?.created_at ?? '')) / 1000;
}

/**
 * @param {import('../support/sandbox-process.mjs').SandboxProcess} sandbox
 * @returns {Promise<string[]>}
 */
async function operations(sandbox) {
  /** @type {{ requests: { operation: string }[] }} */
  const { requests } = await sandbox.control('/requests');
  return requests.map(({ operation }) => operation);
}

/**
 * @param {number} speed
 * @param {import('./detection-ways.mjs').Way} way
 */
function openSandbox(speed, way) {
  const webhook =
    way.webhookPort === null
      ? []
      : ['--webhook-url', `http://127.0.0.1:${String(way.webhookPort)}/`];
  return startSandboxProcess([
    '--speed',
    String(speed),
    '--cancel-after',
    '0',
    '--rate',
    '100000',
    ...webhook,
  ]);
}

/**
 * @param {import('../support/sandbox-process.mjs').SandboxProcess} sandbox
 * @param {string} to
 */
async function send(sandbox, to) {
  await sandbox.control('/sms', { to, text: 'Your Example code is 204816' });
}

/** @param {number} at by performance.now() */
function until(at) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
}

/** mulberry32, so that every way meets the same times. @param {number} seed */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {number[]} all */
function median(all) {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}

/** @param {number[]} all */
function mean(all) {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

/** @param {number} value */
function ms(value) {
  return value.toFixed(0);
}
