import { readFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { parse } from 'yaml';
import { runningClock } from '../../src/sandbox/clock.ts';
import {
  startSandbox,
  type BooksView,
  type RequestView,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/index.ts';
import { wallTime } from '../../src/sandbox/wall-time.ts';
import { Job } from '../support/runner.mjs';

export type With = Record<string, string>;
export type Running = ReturnType<Job['start']>;
export type StepResult = Awaited<Running['done']>;
export type Dialect = (typeof DIALECTS)[number];

export const DIALECTS = ['guide', 'openapi'] as const;
export const TOKEN = 'smsc_token_of_the_tests';

export interface World {
  sandbox: Sandbox;
  job: Job;
  /** What every step that calls the API is given. */
  api: With;
  /** One number by the catalog: the guide's own example, product 42 at 4500 IDR. */
  rent: With;
  /** Another job of the same run, on a runner of its own. */
  anotherJob: () => Job;
  /** Starts a step that the test signals; it does not outlive the test. */
  start: (inputs: With) => Running;
  startPost: (...with_: Parameters<Job['startPost']>) => Running;
  orders: () => BooksView['orders'];
  /** Requests so far, or those of one operation; see OPERATIONS in the sandbox. */
  requests: (operation?: string) => RequestView[];
  send: (step: StepResult, text: string) => void;
  /** Lets time pass for the provider and for every process of this job from now on. */
  pass: (seconds: number) => Promise<void>;
  /** Asks the sandbox's control port to act, as in `control('/ban')`. */
  control: (path: string, body?: unknown) => Promise<void>;
}

export interface WorldOptions extends Omit<SandboxOptions, 'clock' | 'speed'> {
  /** How fast time passes, in the sandbox and in the steps alike. */
  speed?: number;
  env?: Record<string, string>;
  node?: string;
}

// A test here is a handful of processes: on a busy machine they take longer than vitest's 5 s.
vi.setConfig({ testTimeout: 60_000 });

/** A job on a runner, and a sandbox in one dialect whose orders may be cancelled at once. */
export async function openWorld(dialect: Dialect, options: WorldOptions = {}): Promise<World> {
  const { speed = 1, env = {}, node = process.execPath, ...sandboxOptions } = options;
  const startedAt = Date.now();
  const sandbox = await startSandbox({
    token: TOKEN,
    cancelAfterSeconds: 0,
    ...sandboxOptions,
    clock: runningClock(wallTime, speed),
  });
  const clock: Record<string, string> = speed === 1 ? {} : fastClock(startedAt, speed);
  const anotherJob = (): Job => {
    const job = new Job({ env: { ...clock, ...env }, node, defaults: defaultsOfAction() });
    onTestFinished(() => {
      job.wipe();
    });
    return job;
  };
  onTestFinished(() => sandbox.stop());
  const job = anotherJob();
  const api = {
    token: TOKEN,
    'api-url': dialect === 'guide' ? sandbox.guideUrl : sandbox.openapiUrl,
  };
  const control = async (path: string, body: unknown = {}): Promise<void> => {
    const init = { method: 'POST', body: JSON.stringify(body) };
    const { ok } = await fetch(`${sandbox.controlUrl}${path}`, init);
    if (!ok) throw new Error(`The control port refused ${path}.`);
  };
  let passed = 0;
  return {
    sandbox,
    job,
    api,
    rent: { ...api, platform: 'whatsapp', country: 'indonesia' },
    anotherJob,
    start: (inputs) => mortal(job.start(inputs)),
    startPost: (...with_) => mortal(job.startPost(...with_)),
    orders: () => sandbox.books().orders,
    requests: (operation) =>
      sandbox.requests().filter((made) => operation === undefined || made.operation === operation),
    send: (step, text) => {
      const sent = sandbox.deliver({ to: step.outputs['phone-number'] ?? '', text });
      if (sent.kind !== 'delivered') throw new Error(`The SMS was not delivered: ${text}`);
    },
    pass: async (seconds) => {
      passed += seconds;
      Object.assign(job.env, fastClock(startedAt, speed, passed * 1_000));
      await control('/clock', { advance_seconds: seconds });
    },
    control,
  };
}

/** Loads a module before the code of every later step of the job. */
export function preload(job: Job, module: URL): void {
  job.env['NODE_OPTIONS'] = `${job.env['NODE_OPTIONS'] ?? ''} --import ${module.href}`.trim();
}

/** See broken-disk.mjs. */
export function breakDisk(
  job: Job,
  path: RegExp,
  { code = 'ENOSPC', from = 1, half = false } = {},
): void {
  if (job.env['BROKEN_DISK'] === undefined) {
    preload(job, new URL('../support/broken-disk.mjs', import.meta.url));
  }
  job.env['BROKEN_DISK'] = JSON.stringify({ path: path.source, code, from, half });
}

function mortal(running: Running): Running {
  onTestFinished(() => {
    running.child.kill('SIGKILL');
  });
  return running;
}

function fastClock(startedAt: number, speed: number, ahead = 0): Record<string, string> {
  const preload = new URL('../support/fast-clock.mjs', import.meta.url).href;
  // In its address, so that it reaches also processes that get no other variable.
  return { NODE_OPTIONS: `--import ${preload}?${startedAt},${speed},${ahead}` };
}

/** What the runner fills in where a step says nothing. */
function defaultsOfAction(): With {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const evaluated: Record<string, string> = {
    '${{ strategy.job-total }}': '1',
    '${{ github.token }}': 'ghs_token_of_the_run',
  };
  const given = Object.entries(action.inputs).map(([name, { default: text = '' }]) => [
    name,
    evaluated[text] ?? text,
  ]);
  return Object.fromEntries(given.filter(([name]) => name !== 'job-status')) as With;
}
