import { Failure } from '../../domain/failure.ts';
import type { RequestMeter } from '../runtime/connection.ts';
import type { ModeResult } from '../report/end-step.ts';
import { annotate } from '../report/reporter.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { unowned } from '../report/by-hand.ts';
import { runAcquire } from './run-acquire.ts';
import { runCheck } from './run-check.ts';
import { runRelease } from './run-release.ts';
import { runWait } from './run-wait.ts';
import { listenForStop } from '../runtime/signals.ts';
import { prepareStep, type PreparedStep } from './step.ts';

/** Runs the mode that the inputs ask for, and writes into its journal that main has ended. */
export async function runMode(
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
): Promise<ModeResult> {
  const { mode } = inputs;
  if (mode !== 'acquire' && mode !== 'wait' && mode !== 'release' && mode !== 'check') {
    throw new Failure('invalid-input', `"mode: ${mode}" is not available yet.`);
  }
  let step: PreparedStep | null = null;
  const ended = (): void => {
    step?.local.journal.note({ type: 'ended' });
  };
  const signals = listenForStop(() => {
    ended();
    annotate('error', 'interrupted', [
      'The step was stopped, and could not end by itself in time. The post step gives back what was rented.',
    ]);
    process.exit(1);
  });
  const owes = mode === 'acquire' || mode === 'wait' || (mode === 'check' && inputs.rent);
  try {
    try {
      step = prepareStep(inputs, owes, env, meter, signals);
    } catch (error) {
      const handed = inputs['order-id'] ?? [];
      const isOwner = mode === 'release' || (mode === 'wait' && inputs['auto-release']);
      if (!isOwner || handed.length === 0) throw error;
      return unowned(handed, inputs, error);
    }
    switch (mode) {
      case 'acquire':
        return await runAcquire(step, inputs);
      case 'wait':
        return await runWait(step, inputs);
      case 'release':
        return await runRelease(step, inputs);
      case 'check':
        return await runCheck(step, inputs);
    }
  } finally {
    ended();
  }
}
