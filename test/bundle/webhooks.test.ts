import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exchange } from '../support/plain-http.ts';
import { SmeeDouble } from '../support/smee-double.ts';
import { serve } from './keepers.ts';
import { DIALECTS, openWorld, type Dialect, type Running, type World } from './world.ts';

const SECRET = 'whsec_of_the_tests';

/** Nothing but a nudge can bring a read before the time is over. */
const LAZY = { mode: 'wait', 'poll-interval': '600s', timeout: '120s' };

/** Three seconds between two reads are a third of one. */
const FAST = { speed: 10 };

/** Resolves when the log of a step says it, with what was found. */
function saidBy({ child }: Running, pattern: RegExp): Promise<string> {
  let log = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk) => {
      log += String(chunk);
      const found = pattern.exec(log);
      if (found !== null) resolve(found[1] ?? found[0]);
    });
  });
}

/** Lets the provider send its webhooks there. */
async function sendWebhooks(world: World, dialect: Dialect, url: string, secret?: string) {
  const body = JSON.stringify({ url, shape: dialect, ...(secret === undefined ? {} : { secret }) });
  const { ok } = await fetch(`${world.sandbox.controlUrl}/webhooks`, { method: 'PUT', body });
  expect(ok).toBe(true);
}

const reads = (world: World): number =>
  world.requests('order').length + world.requests('active').length;

async function firstRead(world: World, before: number): Promise<void> {
  await vi.waitFor(() => expect(reads(world)).toBeGreaterThan(before), { timeout: 10_000 });
}

/** What a reader of the log sees, without what is only said to be masked. */
const shown = (stdout: string): string => stdout.replace(/^::add-mask::.*$/gm, '');

describe.each(DIALECTS)('a wait with "webhook-listen" (%s)', (dialect) => {
  test('has the code by the webhook of the provider, long before it would read again', async () => {
    const world = await openWorld(dialect, FAST);
    const rented = await world.job.step(world.rent);
    const before = reads(world);
    const waiting = world.start({
      ...world.api,
      ...LAZY,
      'webhook-listen': '127.0.0.1:0',
      'webhook-secret': SECRET,
    });
    const place = await saidBy(waiting, /Listening for webhooks at (\S+),/);
    await sendWebhooks(world, dialect, `http://${place}/hook`, SECRET);
    await firstRead(world, before);

    world.send(rented, 'Your Example code is 042917');
    const step = await waiting.done;

    expect(step.outputs).toMatchObject({ result: 'success', 'otp-code': '042917' });
    expect(Number(step.outputs['waited-seconds'])).toBeLessThan(120);
    expect(reads(world) - before).toBe(2);
    const { webhooks } = await attempts(world);
    expect(webhooks).toEqual([200]);
    expect(shown(step.stdout)).not.toContain('042917');
  });

  test('reads nothing for a forged webhook', async () => {
    const world = await openWorld(dialect, FAST);
    const rented = await world.job.step(world.rent);
    const before = reads(world);
    const waiting = world.start({
      ...world.api,
      ...LAZY,
      timeout: '20s',
      'webhook-listen': '127.0.0.1:0',
      'webhook-secret': SECRET,
    });
    const place = await saidBy(waiting, /Listening for webhooks at (\S+),/);
    await firstRead(world, before);

    const { status } = await fetch(`http://${place}/`, {
      method: 'POST',
      headers: { 'x-webhook-signature': `sha256=${'0'.repeat(64)}` },
      body: JSON.stringify({ order_id: rented.outputs['order-id'], otp_code: '666666' }),
    });
    const step = await waiting.done;

    expect(status).toBe(401);
    // One at the start and one at the end.
    expect(reads(world) - before).toBe(2);
    expect(step.outputs).toMatchObject({ failure: 'otp-timeout', 'otp-code': '' });
    expect(step.notices).toEqual([expect.stringContaining('"webhook-secret"')]);
    expect(step.stdout).not.toContain('666666');
  });

  test('believes nothing of a webhook that nobody signs', async () => {
    const world = await openWorld(dialect, FAST);
    const rented = await world.job.step(world.rent);
    const before = reads(world);
    const waiting = world.start({
      ...world.api,
      ...LAZY,
      timeout: '20s',
      'webhook-listen': '127.0.0.1:0',
    });
    const place = await saidBy(waiting, /Listening for webhooks at (\S+),/);
    await firstRead(world, before);

    const order_id = rented.outputs['order-id'];
    const sent = 20;
    for (let nth = 0; nth < sent; nth += 1) {
      const event = nth % 2 === 0 ? 'otp.received' : 'order.expired';
      const body = JSON.stringify({ event, order_id, otp_code: '666666' });
      await fetch(`http://${place}/`, { method: 'POST', body });
    }
    const step = await waiting.done;

    // Beside the first and the last read; one in three seconds at most.
    expect(reads(world) - before - 2).toBeGreaterThanOrEqual(1);
    expect(reads(world) - before - 2).toBeLessThan(sent);
    expect(step.outputs).toMatchObject({ failure: 'otp-timeout', 'otp-code': '' });
    expect(step.stdout).not.toContain('666666');
  });
});

test.each(DIALECTS)('a wait with "webhook-relay" has the code through it (%s)', async (dialect) => {
  const world = await openWorld(dialect, FAST);
  const smee = await SmeeDouble.start();
  const rented = await world.job.step(world.rent);
  const before = reads(world);
  const waiting = world.start({ ...world.api, ...LAZY, 'webhook-relay': smee.channel.href });
  await sendWebhooks(world, dialect, smee.channel.href);
  await saidBy(waiting, /Webhooks arrive through the relay now/);
  await firstRead(world, before);

  world.send(rented, 'Your Example code is 042917');
  const step = await waiting.done;

  expect(step.outputs).toMatchObject({ result: 'success', 'otp-code': '042917' });
  expect(reads(world) - before).toBe(2);
  expect(step.notices).toEqual([]);
});

test.each(DIALECTS)(
  'a post with "wait-in-post" has the code by a webhook (%s)',
  async (dialect) => {
    const world = await openWorld(dialect, FAST);
    const rented = await world.job.step({
      ...world.rent,
      'poll-interval': '600s',
      timeout: '20m', // longer than this test may take
      'wait-in-post': 'true',
      'webhook-listen': '127.0.0.1:0',
      'webhook-secret': SECRET,
    });
    const before = reads(world);
    const post = world.startPost();
    const place = await saidBy(post, /Listening for webhooks at (\S+),/);
    await sendWebhooks(world, dialect, `http://${place}/`, SECRET);
    await firstRead(world, before);

    world.send(rented, 'Your Example code is 042917');
    const { code, stdout, errors, masks } = await post.done;

    expect([code, errors]).toEqual([0, []]);
    expect(world.orders().map(({ state }) => state)).toEqual([
      dialect === 'guide' ? 'otp-received' : 'completed',
    ]);
    expect((await attempts(world)).webhooks[0]).toBe(200);
    expect(masks).toContain(SECRET);
    expect(shown(stdout)).not.toMatch(/042917|whsec/);
  },
);

test('a relay is read through the proxy of the environment, and without it polling goes on', async () => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const world = await openWorld('openapi', FAST);
  const https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  Object.assign(world.job.env, { https_proxy, HTTPS_PROXY: https_proxy });
  const rented = await world.job.step(world.rent);
  const before = reads(world);
  const waiting = world.start({
    ...world.api,
    mode: 'wait',
    'webhook-relay': 'https://relay.example.com/channel',
  });
  await firstRead(world, before);
  await vi.waitFor(() => expect(asked).not.toEqual([]), { timeout: 10_000 });

  world.send(rented, 'Your Example code is 042917');
  const step = await waiting.done;

  expect(new Set(asked)).toEqual(new Set(['relay.example.com:443']));
  expect(step.outputs).toMatchObject({ result: 'success', 'otp-code': '042917' });
  expect(step.notices).toEqual([expect.stringContaining('"webhook-relay" cannot be read now')]);
});

describe('codes that are served', () => {
  const listening = { 'poll-interval': '600s', 'webhook-listen': '127.0.0.1:0' };

  test('are there by the webhook of the provider, long before the keeper would read again', async () => {
    const world = await openWorld('openapi', FAST);
    const inputs = { ...listening, 'webhook-secret': SECRET };
    const { step, url } = await serve(world, inputs);
    const [, place] = /Listening for webhooks at (\S+),/.exec(step.stdout) ?? [];
    await sendWebhooks(world, 'openapi', `http://${place ?? ''}/hook`, SECRET);
    const before = reads(world);
    const asked = exchange(url);
    await firstRead(world, before);

    world.send(step, 'Your Example code is 042917');

    expect((await asked).json).toMatchObject({ otp_code: '042917', revision: 1 });
    expect(reads(world)).toBe(before + 2);
  });

  test('are polled for where nothing can listen, which the step says', async () => {
    const world = await openWorld('openapi', FAST);
    const taken = new URL(world.sandbox.controlUrl).host;

    const { step, url } = await serve(world, { 'webhook-listen': taken });
    world.send(step, 'Your Example code is 042917');

    expect(step.notices).toEqual([expect.stringContaining('another process listens there')]);
    expect((await exchange(url)).json).toMatchObject({ otp_code: '042917' });
  });
});

test('where nothing can listen the step says it and polls', async () => {
  const world = await openWorld('openapi', FAST);
  const rented = await world.job.step(world.rent);
  world.send(rented, 'Your Example code is 042917');

  const taken = new URL(world.sandbox.controlUrl).host;
  const step = await world.job.step({ ...world.api, mode: 'wait', 'webhook-listen': taken });

  expect(step.outputs).toMatchObject({ result: 'success', 'otp-code': '042917' });
  expect(step.notices).toEqual([expect.stringContaining('another process listens there')]);
});

test('the secret and the relay are masked before anything else is said', async () => {
  const world = await openWorld('openapi', FAST);
  const relay = 'https://relay.example.com/s3cr3t';

  const step = await world.job.step({
    ...world.api,
    mode: 'wait',
    'order-id': 'not an id',
    'webhook-secret': SECRET,
    'webhook-relay': relay,
  });

  expect(step.masks).toEqual(expect.arrayContaining([SECRET, relay]));
  expect(step.stdout.lastIndexOf('::add-mask::')).toBeLessThan(step.stdout.indexOf('::error'));
  expect(shown(step.stdout)).not.toMatch(/s3cr3t|whsec/);
});

async function attempts(world: World): Promise<{ webhooks: (number | null)[] }> {
  const answer = await fetch(`${world.sandbox.controlUrl}/webhooks`);
  const { attempts: made } = (await answer.json()) as { attempts: { status: number | null }[] };
  return { webhooks: made.map(({ status }) => status) };
}
