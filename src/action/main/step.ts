import { Failure } from '../../domain/failure.ts';
import type { Ports } from '../../modes/ports.ts';
import { openConnection, type RequestMeter } from '../runtime/connection.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { accountOf, JobFolder } from '../disk/job-folder.ts';
import { JournalFile } from '../disk/journal-file.ts';
import { logReporter } from '../report/reporter.ts';
import type { StopSignals } from '../runtime/signals.ts';
import { saveState } from '../disk/state-file.ts';
import { DIALECT_STATE, STEP_STATE, writeStepState, type StepState } from '../disk/step-state.ts';
import { fingerprintOf, sealToken } from '../disk/token.ts';
import { systemRandom, wallClock } from '../runtime/wall.ts';

/** Time for what precedes the real work of a step: finding out the dialect. */
const CONNECTING_MS = 60_000;

/** A step before its first request: what post will need is on disk and in the state. */
export interface PreparedStep {
  folder: JobFolder;
  /** Stands for the API and the token in names of files; see {@link accountOf}. */
  account: string;
  /** Path of this step's own journal. */
  journal: string;
  /** GITHUB_RUN_ATTEMPT, counted from 1. */
  attempt: number;
  local: Omit<Ports, 'provider'>;
  /** Finds out the dialect if need be; that is the step's first request. */
  connect: () => Promise<Ports>;
}

/** @param owes whether this step may come to owe a number, so that post must be able to act */
export function prepareStep(
  inputs: Inputs,
  owes: boolean,
  env: NodeJS.ProcessEnv,
  meter: RequestMeter,
  signals: StopSignals,
): PreparedStep {
  const random = systemRandom;
  const folder = JobFolder.open(env.RUNNER_TEMP ?? '');
  const salt = folder.salt(random);
  const fingerprint = fingerprintOf(inputs.token, salt);
  const account = accountOf(inputs['api-url'], fingerprint);
  const action = (env.GITHUB_ACTION ?? 'step').replace(/[^\w-]/g, '_').slice(0, 80);
  const name = `${action}-${random.hex(4)}.${account}`;
  const journal = folder.journalPath(name);
  if (owes) {
    const sealPath = folder.sealPath(name);
    const key = sealToken(inputs.token, sealPath, random);
    const seal = key === null ? null : { path: sealPath, key };
    mustSave(STEP_STATE, writeStepState(frozen(inputs, { journal, salt, fingerprint, seal })));
  }
  const local: PreparedStep['local'] = {
    clock: wallClock,
    random,
    journal: new JournalFile(journal, saveState),
    ledger: null,
    nudges: null,
    reporter: logReporter,
    ...signals,
  };
  const connect = async (): Promise<Ports> => {
    const provider = await openConnection(
      {
        apiUrl: inputs['api-url'],
        token: inputs.token,
        dialect: inputs['api-dialect'],
        catalogTtlMs: inputs['catalog-ttl'],
        requestsPerMinute: inputs['requests-per-minute'],
        parallelJobs: inputs['parallel-jobs'],
      },
      folder.cache(account),
      meter,
      local,
      { deadline: local.clock.now() + CONNECTING_MS, signal: signals.stop },
    );
    if (owes) mustSave(DIALECT_STATE, provider.dialect);
    return { ...local, provider };
  };
  return {
    folder,
    account,
    journal,
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? '1'),
    local,
    connect,
  };
}

/** What main decides for post: there the inputs are evaluated anew, or are empty. */
function frozen(
  inputs: Inputs,
  own: Pick<StepState, 'journal' | 'salt' | 'fingerprint' | 'seal'>,
): StepState {
  const { mode } = inputs;
  return {
    ...own,
    mode: mode === 'acquire' || mode === 'wait' || mode === 'verify' ? mode : 'check',
    apiUrl: inputs['api-url'].href,
    dialect: inputs['api-dialect'],
    pid: process.pid,
    autoRelease: mode !== 'acquire' || inputs['auto-release'],
    releaseTimeoutMs: inputs['release-timeout'],
    waitInPost: mode === 'acquire' && inputs['wait-in-post'],
    timeoutMs: inputs.timeout,
    intervalMs: inputs['poll-interval'],
    otpPattern: inputs['otp-pattern'],
    expectDomain: inputs['expect-domain'],
    requestsPerMinute: inputs['requests-per-minute'],
    parallelJobs: inputs['parallel-jobs'],
  };
}

function mustSave(name: string, value: string): void {
  try {
    saveState(name, value);
  } catch (error) {
    throw new Failure(
      'invalid-input',
      `The file behind the environment variable GITHUB_STATE cannot be written (${error instanceof Error ? error.message : String(error)}), so nobody would give the number back. Nothing was bought. Check the runner's disk, and run this as a step of a GitHub Actions job.`,
      { cause: error },
    );
  }
}
