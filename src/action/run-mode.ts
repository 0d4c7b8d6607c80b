import * as core from '@actions/core';
import { Failure } from '../domain/failure.ts';
import type { RequestMeter } from './connection.ts';
import type { ModeResult } from './end-step.ts';
import type { Inputs } from './inputs.ts';
import { JobFolder } from './job-folder.ts';
import { runAcquire } from './main-acquire.ts';
import { runCheck } from './main-check.ts';
import { runRelease } from './main-release.ts';
import { runWait } from './main-wait.ts';
import { listenForStop } from './signals.ts';
import { openStep, type Step } from './step.ts';

/** Runs the mode that the inputs ask for, and writes into its journal that main has ended. */
export async function runMode(
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
): Promise<ModeResult> {
  let step: Step | null = null;
  const ended = (): void => {
    step?.ports.journal.note({ type: 'ended' });
  };
  const signals = listenForStop(() => {
    ended();
    core.error(
      'The step was stopped, and could not end by itself in time. The post step gives back what was rented.',
      {
        title: 'Virtual number: interrupted',
      },
    );
    process.exit(1);
  });
  const owes =
    inputs.mode === 'acquire' || inputs.mode === 'wait' || (inputs.mode === 'check' && inputs.rent);
  const open = async (before?: Parameters<typeof openStep>[5]): Promise<Step> => {
    step = await openStep(inputs, owes, env, meter, signals, before);
    return step;
  };
  try {
    switch (inputs.mode) {
      case 'acquire':
        return await runAcquire(open, inputs);
      case 'wait':
        return await runWait(open, inputs);
      case 'release':
        return await runRelease(JobFolder.open(env.RUNNER_TEMP ?? ''), open, inputs);
      case 'check':
        return await runCheck(open, inputs);
      case 'verify':
      case 'sweep':
      case 'report':
      case 'sandbox':
        throw new Failure('invalid-input', `"mode: ${inputs.mode}" is not available yet.`);
    }
  } finally {
    ended();
  }
}
