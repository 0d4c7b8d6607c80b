import * as core from '@actions/core';
import type { CallLimits, Provider } from '../domain/provider.ts';
import { isLoopback } from '../smscode/base-url.ts';
import type { Ports } from '../modes/ports.ts';
import { openConnection, type RequestMeter } from './connection.ts';
import type { Inputs } from './inputs.ts';
import { JobFolder } from './job-folder.ts';
import { JournalFile } from './journal-file.ts';
import { logReporter } from './reporter.ts';
import type { StopSignals } from './signals.ts';
import { DIALECT_STATE, STEP_STATE, writeStepState } from './step-state.ts';
import { fingerprintOf, sealToken } from './token.ts';
import { systemRandom, wallClock } from './wall.ts';

/** Time for what precedes the real work of a step: finding out the dialect. */
const CONNECTING_MS = 60_000;

/** One run of main: its inputs, its place on disk, its provider. */
export interface Step {
  inputs: Inputs;
  folder: JobFolder;
  journalPath: string;
  ports: Ports;
  live: boolean;
  meter: RequestMeter;
}

/**
 * Opens the step: what post will need is on disk and in the state before anything is sent.
 *
 * @param owes whether this step may come to owe a number, so that post must be able to act for it
 */
export async function openStep(
  inputs: Inputs,
  owes: boolean,
  env: { RUNNER_TEMP?: string | undefined; GITHUB_ACTION?: string | undefined },
  meter: RequestMeter,
  signals: StopSignals,
  beforeFirstRequest: (
    step: Omit<Step, 'ports'> & { ports: Omit<Ports, 'provider'> },
  ) => void = () => undefined,
): Promise<Step> {
  const clock = wallClock;
  const random = systemRandom;
  const folder = JobFolder.open(env.RUNNER_TEMP ?? '');
  const name = `${(env.GITHUB_ACTION ?? 'step').replace(/[^\w-]/g, '_').slice(0, 80)}-${random.hex(4)}`;
  const journalPath = folder.journalPath(name);
  const salt = folder.salt(random);
  const fingerprint = fingerprintOf(inputs.token, salt);
  if (owes) {
    const sealPath = folder.sealPath(name);
    const key = sealToken(inputs.token, sealPath, random);
    core.saveState(
      STEP_STATE,
      writeStepState({
        mode: inputs.mode === 'acquire' || inputs.mode === 'wait' ? inputs.mode : 'check',
        apiUrl: inputs['api-url'].href,
        dialect: inputs['api-dialect'],
        journal: journalPath,
        pid: process.pid,
        salt,
        fingerprint,
        seal: key === null ? null : { path: sealPath, key },
        autoRelease: inputs.mode !== 'acquire' || inputs['auto-release'],
        releaseTimeoutMs: inputs['release-timeout'],
        waitInPost: inputs.mode === 'acquire' && inputs['wait-in-post'],
        timeoutMs: inputs.timeout,
        intervalMs: inputs['poll-interval'],
        requestsPerMinute: inputs['requests-per-minute'],
        parallelJobs: inputs['parallel-jobs'],
      }),
    );
  }
  const local = {
    clock,
    random,
    journal: new JournalFile(journalPath, core.saveState),
    reporter: logReporter,
    ...signals,
  };
  const common = { inputs, folder, journalPath, meter, live: !isLoopback(inputs['api-url']) };
  beforeFirstRequest({ ...common, ports: local });
  const limits: CallLimits = { deadline: clock.now() + CONNECTING_MS, signal: signals.stop };
  const provider: Provider = await openConnection(
    {
      apiUrl: inputs['api-url'],
      token: inputs.token,
      dialect: inputs['api-dialect'],
      catalogTtlMs: inputs['catalog-ttl'],
      requestsPerMinute: inputs['requests-per-minute'],
      parallelJobs: inputs['parallel-jobs'],
    },
    folder.cache(inputs['api-url'], fingerprint),
    meter,
    local,
    limits,
  );
  if (owes) core.saveState(DIALECT_STATE, provider.dialect);
  return { ...common, ports: { ...local, provider } };
}
