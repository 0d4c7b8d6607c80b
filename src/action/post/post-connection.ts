import { getState } from '@actions/core';
import { Failure, type FailureKind } from '../../domain/failure.ts';
import type { Dialect } from '../../domain/order.ts';
import { recheckAfter } from '../../domain/release-plan.ts';
import type { Ports } from '../../modes/ports.ts';
import { openConnection, type RequestMeter } from '../runtime/connection.ts';
import { NO_STORE } from '../disk/job-folder.ts';
import { postJournal } from '../disk/journal-file.ts';
import type { Owed } from './owed.ts';
import { logReporter } from '../report/reporter.ts';
import type { StopSignals } from '../runtime/signals.ts';
import { DIALECT_STATE, type StepState } from '../disk/step-state.ts';
import { systemRandom, wallClock } from '../runtime/wall.ts';

type Wish = Parameters<typeof connectOnce>;

/** Failures that time may cure; the client's own few repetitions are over then. */
const MAY_PASS: readonly FailureKind[] = ['provider-outage', 'network', 'rate-limited'];

/**
 * The provider as main knew it, by the frozen state alone. Where main had not found out the dialect,
 * post asks until the deadline: nothing can be given back without it.
 */
export async function connectPost(...wish: Wish): Promise<Ports> {
  const [, , , , deadline, { stop }] = wish;
  for (let tries = 1; ; tries += 1) {
    try {
      return await connectOnce(...wish);
    } catch (error) {
      const until = wallClock.now() + recheckAfter(FIRST_PAUSE + tries);
      const mayPass = error instanceof Failure && MAY_PASS.includes(error.kind);
      if (!mayPass || until > deadline) throw error;
      await wallClock.sleep(until - wallClock.now(), stop);
      if (stop.aborted) throw error;
    }
  }
}

/** The client has paused for 1, 2 and 4 s by itself. */
const FIRST_PAUSE = 3;

async function connectOnce(
  state: StepState,
  owed: Owed,
  token: string,
  meter: RequestMeter,
  deadline: number,
  signals: StopSignals,
): Promise<Ports> {
  const dialect = dialectOf(state, owed);
  const local = { clock: wallClock, reporter: logReporter };
  const provider = await openConnection(
    {
      apiUrl: new URL(state.apiUrl),
      token,
      // Without a token nothing can be asked; the commands for a person then follow the contract.
      dialect: token === '' && dialect === 'auto' ? 'openapi' : dialect,
      catalogTtlMs: 0,
      requestsPerMinute: state.requestsPerMinute,
      parallelJobs: state.parallelJobs,
    },
    NO_STORE,
    meter,
    local,
    { deadline, signal: signals.halt, urgent: true },
  );
  return {
    ...local,
    ...signals,
    provider,
    random: systemRandom,
    journal: postJournal(state.journal),
    ledger: null,
    nudges: null,
  };
}

/** As far as it is known without asking the server. */
export function dialectOf(state: StepState, owed: Owed): Dialect | 'auto' {
  const saved = getState(DIALECT_STATE);
  if (saved === 'guide' || saved === 'openapi') return saved;
  return owed.unanswered[0]?.dialect ?? state.dialect;
}
