import { getInput } from '@actions/core';
import { worst, type FailureKind } from '../../domain/failure.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { RequestMeter } from '../runtime/connection.ts';
import { announce, asFailure, resultOf, setOutputs, type ModeResult } from '../report/end-step.ts';
import { readInputs } from '../inputs/inputs.ts';
import type { InputName, Inputs } from '../inputs/input-list.ts';
import { markup, paragraphs, word } from '../report/markdown.ts';
import { logReporter, mask, writeSummary } from '../report/reporter.ts';
import { failureLine, requestLine } from '../report/summary.ts';

/** Whoever knows a relay's address reads the codes that come through it. */
const SECRETS: InputName[] = ['github-token', 'webhook-secret', 'webhook-relay'];

/**
 * One step of the action: inputs, then the mode, then outputs, summary and at most one annotation.
 * Never rejects; a failure is the exit code 1.
 */
export async function runMain(env: NodeJS.ProcessEnv): Promise<void> {
  const meter: RequestMeter = { requests: 0 };
  const token = getInput('token') || (env.SMSCODE_TOKEN?.trim() ?? '');
  for (const secret of [token, ...SECRETS.map((name) => getInput(name))]) mask(secret);
  let inputs: Inputs | null = null;
  let result: ModeResult;
  try {
    inputs = namedInputs(token, env);
    // Loaded only now, so that a refused input costs next to nothing.
    const { runMode } = await import('./run-mode.ts');
    result = await runMode(inputs, env, meter);
  } catch (error) {
    result = { failures: [asFailure(error)], outputs: {}, summary: '' };
  }
  await conclude(result, inputs, meter);
}

function namedInputs(token: string, env: NodeJS.ProcessEnv): Inputs {
  const { inputs, unused } = readInputs((name: InputName) => {
    if (name === 'token') return token;
    const given = getInput(name);
    return name === 'api-url' && given === '' ? (env.SMSCODE_API_URL ?? '') : given;
  });
  if (unused.length > 0) {
    const names = unused.map((name) => `"${name}"`).join(', ');
    logReporter.notice(`The mode "${inputs.mode}" does not use ${names}: it has no effect here.`);
  }
  return inputs;
}

async function conclude(
  result: ModeResult,
  inputs: Inputs | null,
  meter: RequestMeter,
): Promise<void> {
  const tolerated: readonly FailureKind[] = inputs?.tolerate ?? [];
  const { outputs, summary } = result;
  const failure = worst(result.failures);
  const live = inputs === null || !isLoopback(inputs['api-url']);
  const unwritten = setOutputs({
    'waited-seconds': '0',
    ...outputs,
    ...(inputs === null ? {} : { live: String(live) }),
    requests: String(meter.requests),
    result: resultOf(failure, tolerated),
    failure: failure?.kind ?? '',
  });
  if (unwritten === null) result.afterOutputs?.();
  announce(unwritten === null ? result.failures : [...result.failures, unwritten], tolerated);
  const said = paragraphs([
    summary,
    failure === null ? '' : failureLine(failure),
    meter.requests === 0 ? '' : requestLine(meter.requests, live),
  ]);
  const mode = word(inputs?.mode ?? 'inputs');
  await writeSummary(said === '' ? '' : markup`### Virtual number: ${mode}\n\n${said}\n`);
}
