import { onTestFinished, vi } from 'vitest';
import { GitHubDouble } from '../support/github-double.mjs';
import type { Job } from '../support/runner.mjs';
import { ZIPS } from '../support/zips.mjs';
import { openWorld, type Dialect, type World, type WorldOptions } from './world.ts';

/** The run that rents, and the one that sweeps up after it. */
export const RUN = 7;
export const SWEEPING_RUN = 99;

export interface LedgerWorld extends World {
  github: GitHubDouble;
  /** A job of the run that sweeps, on a runner of its own. */
  sweeper: Job;
  /** Inputs of an acquire that keeps a ledger. */
  keep: Record<string, string>;
  /** Inputs of a sweep. */
  sweep: Record<string, string>;
  /** Kinds of the records that are in the ledger, in the order in which they came. */
  records: () => string[];
}

/** A sandbox, GitHub's side, and a job of a run that has begun. */
export async function openLedgerWorld(
  dialect: Dialect,
  options: WorldOptions = {},
): Promise<LedgerWorld> {
  const { speed = 1 } = options;
  const startedAt = Date.now();
  const github = await GitHubDouble.start(() => startedAt + (Date.now() - startedAt) * speed, ZIPS);
  onTestFinished(() => github.stop());
  const world = await openWorld(dialect, options);
  Object.assign(world.job.env, github.runnerOf(RUN));
  const sweeper = world.anotherJob();
  Object.assign(sweeper.env, github.runnerOf(SWEEPING_RUN));
  return {
    ...world,
    github,
    sweeper,
    keep: { ...world.rent, ledger: 'artifact' },
    sweep: { ...world.api, mode: 'sweep' },
    records: () => github.artifacts.map(({ name }) => name.split('-')[2] ?? ''),
  };
}

/** Runs an acquire with a ledger until `when` holds, and kills it without a chance to clean up. */
export async function killWhen(world: LedgerWorld, when: () => void): Promise<void> {
  const main = world.start(world.keep);
  await vi.waitFor(when, { timeout: 20_000, interval: 20 });
  main.child.kill('SIGKILL');
  await main.done;
}
