import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BooksView } from '../../src/sandbox/index.ts';
import { freePort } from '../support/loopback-server.ts';
import { SmeeDouble } from '../support/smee-double.ts';
import { GITHUB_TOKEN, GitHubDouble } from '../support/github-double.mjs';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.mjs';
import { read } from '../house/tree.ts';
import { playWorkflow } from './workflow-player.ts';

const examples = [...read('README.md').matchAll(/^```yaml\n([^]*?)^```/gm)].map(
  ([, text = '']) => text,
);

/** The one example that contains `mark`. */
function example(mark: string): string {
  const found = examples.filter((text) => text.includes(mark));
  expect(found, `one example with "${mark}"`).toHaveLength(1);
  return found[0] ?? '';
}

// A test here is a handful of processes: on a busy machine they take longer than vitest's 5 s.
vi.setConfig({ testTimeout: 60_000 });

const WEBHOOK_SECRET = 'whsec_of_the_reader';

let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandboxProcess(['--cancel-after', '0']);
});

afterAll(() => sandbox.stop());

async function books(): Promise<BooksView> {
  return (await sandbox.control('/books')) as BooksView;
}

/** The reader's app behind "curl": it sends the code 204816, later or now, and accepts no other. */
function appBehindCurl(when: 'now' | 'later' = 'now'): string {
  return `#!${process.execPath}
const words = process.argv.slice(2);
const data = Object.fromEntries(words.filter((w) => w.includes('=')).map((w) => w.split('=')));
const url = words.find((word) => /^https?:/.test(word));
if (url.startsWith('http://127.0.0.1:')) {
  fetch(url).then(async (answer) => {
    console.log(await answer.text());
    process.exit(answer.ok ? 0 : 22);
  });
} else if (url.endsWith('/send-code') && ${String(when === 'later')}) {
  process.exit();
} else if (url.endsWith('/send-code')) {
  fetch('${sandbox.controlUrl}/sms', {
    method: 'POST',
    body: JSON.stringify({ to: data.phone, text: 'Your Example code is 204816' }),
  }).then((answer) => process.exit(answer.ok ? 0 : 22));
} else {
  console.log('signed in: ' + (data.code === '204816'));
  process.exit(data.code === '204816' ? 0 : 22);
}
`;
}

describe.each(['guideUrl', 'openapiUrl'] as const)('on the sandbox, %s', (dialect) => {
  const world = () => ({
    secrets: { SMSCODE_TOKEN: sandbox.token },
    apiUrl: sandbox[dialect],
    curl: appBehindCurl(),
  });

  async function openOrders(): Promise<number> {
    const found = await books();
    expect(found.balanced).toBe(true);
    return found.orders.filter(({ state }) => state === 'waiting').length;
  }

  test('the first workflow signs in with the code, word by word', async () => {
    const { steps, printed, posts } = await playWorkflow(example('name: OTP'), world());
    expect([...steps.values()].map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    expect(printed.join('')).toContain('signed in: true');
    expect(posts.map(({ code }) => code)).toEqual([0, 0]);
    expect(await openOrders()).toBe(0);
  });

  test('a test that asks for the code by OTP_URL signs in', async () => {
    const { printed, posts } = await playWorkflow(example('name: Sign-up test'), world());
    expect(printed.join('')).toContain('signed in: true');
    expect(posts.map(({ code }) => code)).toEqual([0]);
    expect(await openOrders()).toBe(0);
  });

  test('one step signs up with the code, word by word', async () => {
    const { steps, posts } = await playWorkflow(example('name: Sign-up by SMS'), world());
    const { 'sign-up': signUp } = Object.fromEntries(steps);
    expect(signUp).toMatchObject({ code: 0, outputs: { 'otp-code': '204816' } });
    expect(signUp?.stdout).toContain('signed in: true');
    expect(posts.map(({ code }) => code)).toEqual([0]);
    expect(await openOrders()).toBe(0);
  });

  test('the check says the balance and spends nothing', async () => {
    const { spent } = await books();
    const steps = example('min-balance: 50000').replaceAll(/^(?=.)/gm, '      ');
    const workflow = `jobs:\n  check:\n    steps:\n${steps}`;
    const played = await playWorkflow(workflow, world());
    const [check] = played.steps.values();
    expect(check?.code).toBe(0);
    expect(Number(check?.outputs['balance'])).toBeGreaterThan(0);
    expect((await books()).spent).toBe(spent);
  });

  test('the matrix rents in its country and gives back', async () => {
    const { steps, posts } = await playWorkflow(example('matrix.country'), world(), {
      country: 'brazil',
    });
    expect(steps.get('number')?.outputs).toMatchObject({ result: 'success', country: 'brazil' });
    expect(posts.map(({ code }) => code)).toEqual([0]);
    expect(await openOrders()).toBe(0);
  });

  test('one job rents, the other adopts the order, waits and gives it back', async () => {
    const played = playWorkflow(example('auto-release: false'), world());
    const phone = await rentedPhone();
    await sandbox.control('/sms', { to: phone, text: 'Your Example code is 204816' });
    const { printed, posts } = await played;
    expect(printed.join('')).toContain('signed in: true');
    expect(posts.map(({ code }) => code)).toEqual([0, 0]);
    expect(await openOrders()).toBe(0);
  });

  test('the second code is awaited behind the first, where one number gets several', async () => {
    const { steps } = await playWorkflow(example('name: Two codes'), world());
    const { first, second } = Object.fromEntries(steps);
    expect(first?.outputs['otp-code']).toBe('204816');
    expect(second?.outputs).toMatchObject(
      dialect === 'openapiUrl'
        ? { result: 'success', 'otp-code': '204816', revision: '2' }
        : { failure: 'invalid-input' },
    );
    expect(await openOrders()).toBe(0);
  });

  test('a runner that can be reached has the code by the webhook of the provider', async () => {
    const port = await freePort();
    const text = example('name: Code by webhook').replace('0.0.0.0:8080', `127.0.0.1:${port}`);
    const played = playWorkflow(text, webhookWorld());
    const phone = await rentedPhone();
    await sendWebhooks(`http://127.0.0.1:${port}/hook`);
    // The step listens as soon as it refuses what nobody signed.
    const forge = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).catch(() => null);
    while ((await forge())?.status !== 401);
    await sandbox.control('/sms', { to: phone, text: 'Your Example code is 204816' });

    expect((await played).printed.join('')).toContain('signed in: true');
    expect(await webhooksTo(port)).toEqual([200]);
    expect(await openOrders()).toBe(0);
  });

  test('a hosted runner has the code through a relay', async () => {
    const relay = await SmeeDouble.start();
    const played = playWorkflow(example('name: Code by relay'), webhookWorld(relay.channel.href));
    const phone = await rentedPhone();
    await sendWebhooks(relay.channel.href);
    await relay.stream(1);
    await sandbox.control('/sms', { to: phone, text: 'Your Example code is 204816' });

    expect((await played).printed.join('')).toContain('signed in: true');
    expect(await openOrders()).toBe(0);
  });

  test('the wait with a pattern has the code, where the provider shows the text', async () => {
    const { steps } = await playWorkflow(example('name: Code by its pattern'), world());
    expect(steps.get('otp')?.outputs).toMatchObject(
      dialect === 'openapiUrl' ? { 'otp-code': '204816' } : { failure: 'invalid-input' },
    );
    expect(await openOrders()).toBe(0);
  });

  test('what a run with a ledger left open is swept up by another run', async () => {
    const github = await GitHubDouble.start();
    onTestFinished(() => github.stop());
    const run = (id: number) => ({
      ...world(),
      run: { env: github.runnerOf(id), githubToken: GITHUB_TOKEN },
    });
    // The run is force-cancelled: its post steps never begin.
    await playWorkflow(example('name: Rent with a ledger'), { ...run(7), withoutPost: true });
    expect(await openOrders()).toBe(1);
    github.finish(7);

    const { steps } = await playWorkflow(example('name: Sweep up numbers'), run(8));

    expect([...steps.values()].map(({ code, errors }) => ({ code, errors }))).toEqual([
      { code: 0, errors: [] },
    ]);
    expect(await openOrders()).toBe(0);
  });

  /** The app sends when the test says so. */
  const webhookWorld = (relay = '') => ({
    ...world(),
    secrets: {
      SMSCODE_TOKEN: sandbox.token,
      SMSCODE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SMSCODE_WEBHOOK_RELAY: relay,
    },
    curl: appBehindCurl('later'),
  });

  async function sendWebhooks(url: string): Promise<void> {
    const put = async (change: object): Promise<void> => {
      const init = { method: 'PUT', body: JSON.stringify(change) };
      await fetch(`${sandbox.controlUrl}/webhooks`, init);
    };
    onTestFinished(() => put({ url: null }));
    const shape = dialect === 'guideUrl' ? 'guide' : 'openapi';
    await put({ url, secret: WEBHOOK_SECRET, shape });
  }

  /** How each webhook of an SMS that was sent to that port was answered. */
  async function webhooksTo(port: number): Promise<(number | null)[]> {
    const { attempts } = (await sandbox.control('/webhooks')) as {
      attempts: { event: string; url: string; status: number | null }[];
    };
    return attempts
      .filter(({ event, url }) => /otp.received$/.test(event) && url.includes(`:${port}/`))
      .map(({ status }) => status);
  }

  /** The number of the order that is open now, as soon as there is one. */
  async function rentedPhone(): Promise<string> {
    for (;;) {
      const open = (await books()).orders.find(({ state }) => state === 'waiting');
      if (open !== undefined) return open.phone_number;
    }
  }
});
