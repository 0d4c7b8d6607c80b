import { existsSync } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import type { RequestMeter } from '../runtime/connection.ts';
import type { ModeResult } from '../report/end-step.ts';
import { annotate } from '../report/reporter.ts';
import type { Inputs, Mode } from '../inputs/input-list.ts';
import type { ArtifactLedger } from '../ledger/artifact-ledger.ts';
import { unowned } from '../report/by-hand.ts';
import { listenForStop } from '../runtime/signals.ts';
import { prepareStep, type PreparedStep } from './step.ts';

/** Runs the mode that the inputs ask for, and writes into its journal that main has ended. */
export async function runMode(
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
): Promise<ModeResult> {
  const { mode } = inputs;
  if (mode === 'report' || mode === 'sandbox') {
    throw new Failure('invalid-input', `"mode: ${mode}" is not available yet.`);
  }
  const owes = OWING.includes(mode) || (mode === 'check' && inputs.rent);
  let step: PreparedStep | null = null;
  let ledger: ArtifactLedger | null = null;
  const ended = (): void => {
    step?.local.journal.note({ type: 'ended' });
  };
  let isDone = false;
  const signals = listenForStop(() => {
    // How it ended is said by then, or a moment later.
    if (isDone) process.exit();
    ended();
    annotate('error', 'interrupted', [
      `The step was stopped, and could not end by itself in time. ${owes ? 'The post step gives back what was rented.' : 'Run it again.'}`,
    ]);
    process.exit(1);
  });
  try {
    try {
      step = prepareStep(inputs, owes, env, meter, signals);
    } catch (error) {
      const handed = inputs['order-id'] ?? [];
      const isOwner = mode === 'release' || (mode === 'wait' && inputs['auto-release']);
      if (!isOwner || handed.length === 0) throw error;
      return unowned(handed, inputs, error);
    }
    ledger = await ledgerOf(step, inputs, env);
    return await runIn(mode, step, inputs, env);
  } finally {
    ended();
    await ledger?.settle();
    isDone = true;
  }
}

/** Modes that come to owe a number. */
const OWING: readonly Mode[] = ['acquire', 'wait', 'verify'];

type AvailableMode = Exclude<Mode, 'report' | 'sandbox'>;

/** Each is loaded only when it is asked for: a step starts the faster the less it reads. */
async function runIn(
  mode: AvailableMode,
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  switch (mode) {
    case 'acquire': {
      const { runAcquire } = await import('./run-acquire.ts');
      return runAcquire(step, inputs, env);
    }
    case 'wait': {
      const { runWait } = await import('./run-wait.ts');
      return runWait(step, inputs);
    }
    case 'release': {
      const { runRelease } = await import('./run-release.ts');
      return runRelease(step, inputs);
    }
    case 'verify': {
      const { runVerify } = await import('./run-verify.ts');
      return runVerify(step, inputs, env);
    }
    case 'check': {
      const { runCheck } = await import('./run-check.ts');
      return runCheck(step, inputs);
    }
    case 'sweep': {
      const { runSweep } = await import('./run-sweep.ts');
      return runSweep(step, inputs, env);
    }
  }
}

/** Loaded only where a ledger is kept: it brings a large package along. */
async function ledgerOf(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ArtifactLedger | null> {
  const keeps =
    (inputs.mode === 'acquire' || inputs.mode === 'verify') && inputs.ledger === 'artifact';
  const follows = inputs.mode === 'release' && existsSync(step.folder.ledgerMark(step.account));
  if (!keeps && !follows) return null;
  const { followLedger, keepLedger } = await import('../ledger/step-ledger.ts');
  return keeps ? keepLedger(step, inputs, env) : followLedger(step, inputs, env);
}
