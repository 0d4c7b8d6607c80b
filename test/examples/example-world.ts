import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import type { BooksView } from '../../src/sandbox/index.ts';
import { playWorkflow, type Played } from '../docs/workflow-player.ts';
import { read, root } from '../house/tree.ts';
import { serveLoopback } from '../support/loopback-server.ts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.mjs';

export interface ExampleWorld {
  /** Plays these steps, in YAML, as a job whose workspace is a folder of this one. */
  play: (folder: string, steps: string) => Promise<Played>;
  /** The sandbox's books, which balance and have nothing open. */
  closedBooks: () => Promise<BooksView>;
  /** Numbers to which the app sent its SMS, in the order of sending. */
  smsTo: () => Promise<string[]>;
}

/** Long after the app has said that it was sent, and the test has asked for it. */
const LATE_MS = 2_500;

const CLOSED = ['completed', 'otp-received', 'cancelled'];

/** Where .github/scripts/example-tools.sh puts Python's packages. */
const venv = join(root, 'node_modules/.cache/examples/venv/bin');

/**
 * A sandbox, and the sample app that sends its SMS through it; both end with the test.
 */
export async function openExampleWorld(
  dialect: 'guide' | 'openapi',
  delivery: 'at once' | 'late' | 'never' = 'at once',
): Promise<ExampleWorld> {
  const sandbox = await startSandboxProcess(['--cancel-after', '0']);
  onTestFinished(() => sandbox.stop());
  const app = await startSampleApp(
    delivery === 'at once' ? `${sandbox.controlUrl}/sms` : await startGateway(sandbox, delivery),
  );
  return {
    play: (folder, steps) =>
      playWorkflow(asWorkflow(onThisMachine(steps, app)), {
        secrets: { SMSCODE_TOKEN: sandbox.token },
        apiUrl: dialect === 'guide' ? sandbox.guideUrl : sandbox.openapiUrl,
        folder: join(root, 'test/examples', folder),
        env: {
          APP_URL: app,
          PATH: `${venv}${delimiter}${process.env['PATH'] ?? ''}`,
          ...(process.env['CHROMIUM_PATH'] && { CHROMIUM_PATH: process.env['CHROMIUM_PATH'] }),
        },
      }),
    async closedBooks() {
      const books = (await sandbox.control('/books')) as BooksView;
      expect(books.balanced).toBe(true);
      expect(books.orders.filter(({ state }) => !CLOSED.includes(state))).toEqual([]);
      return books;
    },
    async smsTo() {
      const { sms } = (await sandbox.control('/sms')) as { sms: { to: string }[] };
      return sms.map(({ to }) => to);
    },
  };
}

/** The steps of an example, as the README shows them. */
export function stepsOf(file: string): string {
  return read(`test/examples/${file}`);
}

/** The same test by `mode: verify`: the command of the last step becomes its `run`. */
export function byVerify(steps: string): string {
  const parsed = parse(steps) as { run?: string; with?: Record<string, string> }[];
  const [rent, test] = [parsed[0], parsed.at(-1)];
  const { token, platform, country } = rent?.with ?? {};
  const uses = 'your-org/virtual-number-action@v1';
  return stringify([{ uses, with: { mode: 'verify', token, platform, country, run: test?.run } }]);
}

function asWorkflow(steps: string): string {
  const parsed: unknown = parse(steps);
  return stringify({ jobs: { example: { steps: parsed } } });
}

/** Only what lies outside is replaced: the reader's app, and Cypress. */
function onThisMachine(steps: string, app: string): string {
  return steps
    .replaceAll('https://staging.example.com', app)
    .replaceAll('npx cypress run', `node tasks-alone.mjs ${app}`);
}

/** An SMS gateway that takes every SMS, and delivers it as late as on a real network, or never. */
async function startGateway(sandbox: SandboxProcess, delivery: 'late' | 'never'): Promise<string> {
  const { arrived, url } = await serveLoopback((response) => {
    response.end();
    const sms: unknown = JSON.parse(arrived.at(-1)?.body ?? '');
    if (delivery === 'late') setTimeout(() => void sandbox.control('/sms', sms), LATE_MS);
  });
  return url('/').href;
}

/** @returns its address, when it listens */
async function startSampleApp(smsUrl: string): Promise<string> {
  const entry = fileURLToPath(new URL('sample-app/start.mjs', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [entry], {
    env: { SMS_URL: smsUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error('the sample app ended before it listened')));
    child.stdout?.on('data', (chunk) => {
      const [address] = /http:\S+/.exec(String(chunk)) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}
