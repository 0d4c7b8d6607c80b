import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { Clock, Reporter } from '../../domain/ports.ts';
import type { CallLimits } from '../../domain/provider.ts';
import { backOff, OUTAGE_RETRIES } from '../../smscode/retry.ts';
import { rateLimitPause } from './github-limit.ts';

/** Longest that one answer of GitHub may take. */
const ANSWER_MS = 30_000;

/** What octokit throws; without a response nothing believable came. */
const httpError = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }),
});

export interface CallPorts {
  clock: Clock;
  reporter: Reporter;
  stop: AbortSignal;
}

/** What came back, or a status that the caller has a meaning for. */
export type Asked<T> = { refused: false; value: T } | { refused: true; status: number };

/**
 * One question to GitHub. Rate limits are waited for where the time allows, outages are answered by
 * a few repetitions: nothing that is asked here changes anything.
 *
 * @param meant statuses that are returned instead of becoming a failure
 */
export async function askGitHub<T>(
  call: (signal: AbortSignal) => Promise<T>,
  meant: readonly number[],
  { deadline }: CallLimits,
  { clock, reporter, stop }: CallPorts,
): Promise<Asked<T>> {
  for (let outages = 0; ;) {
    if (clock.now() > deadline) throw tooSlow();
    try {
      const value = await call(AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS)]));
      return { refused: false, value };
    } catch (error) {
      if (stop.aborted) {
        throw new Failure('interrupted', 'The step was stopped while it looked for open orders.');
      }
      const { status, message, headers } = readError(error);
      const limited = rateLimitPause(status, headers, clock.now());
      if (limited === null && meant.includes(status)) return { refused: true, status };
      const pause = limited ?? (mayPass(status) ? backOff(outages) : null);
      if (pause === null) throw refusedBy(status, message);
      const until = clock.now() + pause;
      if (limited === null) outages += 1;
      if (until > deadline || outages > OUTAGE_RETRIES) {
        throw limited === null ? unreachable(status, message) : tooMany(until);
      }
      reporter.info(
        `GitHub's API answered ${status === 0 ? 'nothing' : String(status)}; asking again at ${new Date(until).toISOString()}.`,
      );
      await clock.sleep(pause, stop);
    }
  }
}

function readError(error: unknown): {
  status: number;
  message: string;
  headers: Record<string, string>;
} {
  const read = httpError.safeParse(error);
  if (!read.success) {
    return {
      status: 0,
      message: error instanceof Error ? error.message : String(error),
      headers: {},
    };
  }
  const { status, message, response } = read.data;
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return { status, message, headers: Object.fromEntries(headers) as Record<string, string> };
}

function mayPass(status: number): boolean {
  return status === 0 || status >= 500;
}

function refusedBy(status: number, message: string): Failure {
  const context = { status };
  if (status === 401) {
    return new Failure(
      'unauthorized',
      'GitHub does not accept "github-token". Leave the input out, so that the run\'s own token is used.',
      context,
    );
  }
  if (status === 403 || status === 404) {
    return new Failure(
      'forbidden',
      `GitHub does not let "github-token" read the runs and artifacts of this repository (${message}). Add this line to the workflow or job that sweeps: permissions: { actions: read }`,
      context,
    );
  }
  return new Failure('protocol', `GitHub's API refused a request: ${message}.`, context);
}

function unreachable(status: number, message: string): Failure {
  return new Failure(
    'network',
    `GitHub's API could not be read (${message}). Run the sweep again later.`,
    status === 0 ? {} : { status },
  );
}

function tooSlow(): Failure {
  return new Failure(
    'network',
    "GitHub's API answers too slowly: not everything could be looked at in the time for it. Run the sweep again later.",
  );
}

function tooMany(until: number): Failure {
  return new Failure(
    'rate-limited',
    `GitHub's API takes no more requests of "github-token" before ${new Date(until).toISOString()}, which this step does not wait for. Sweep less often, or later.`,
  );
}
