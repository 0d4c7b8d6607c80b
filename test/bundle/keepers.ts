import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { Job } from '../support/runner.mjs';
import type { StepResult, With, World } from './world.ts';

/** What a keeper wrote down beside the journal of its step. */
export interface Keeper {
  port: number;
  stopKey: string;
  pid: number;
}

export interface ServingStep {
  step: StepResult;
  keeper: Keeper;
  url: string;
}

/** A step with `serve: true`; its keeper does not outlive the test. */
export async function serve(world: World, inputs: With = {}): Promise<ServingStep> {
  const known = keepersOf(world.job).map(({ pid }) => pid);
  const step = await world.job.step({ ...world.rent, serve: 'true', ...inputs });
  const keeper = keepersOf(world.job).find(({ pid }) => !known.includes(pid));
  if (keeper === undefined) throw new Error(`No keeper was started: ${step.stdout}`);
  mortal(keeper);
  return { step, keeper, url: step.outputs['otp-url'] ?? '' };
}

export function mortal({ pid }: Keeper): void {
  onTestFinished(() => {
    if (!isGone(pid)) process.kill(pid, 'SIGKILL');
  });
}

export function keepersOf({ temp }: Job): Keeper[] {
  const folder = join(temp, 'virtual-number');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.keeper'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Keeper);
}

/** Whether a process has ended; who should reap it may have ended before it. */
export function isGone(pid: number): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return true;
  }
}

export async function hasEnded({ pid }: Keeper): Promise<void> {
  await vi.waitFor(() => expect(isGone(pid)).toBe(true), { timeout: 20_000 });
}

/** Resolves when so much of the world's time is over. */
export async function timePasses({ sandbox }: World, seconds: number): Promise<void> {
  const until = sandbox.clock.now() + seconds * 1_000;
  const over = (): void => expect(sandbox.clock.now()).toBeGreaterThan(until);
  await vi.waitFor(over, { timeout: 30_000 });
}
