import { Failure } from '../domain/failure.ts';
import type { CallLimits } from '../domain/provider.ts';
import { asFailure } from './read-orders.ts';
import { STATE_SAYS, type Found, type RunRecords } from './sweep.ts';

/**
 * Asks once more, right before anything is given back: reading takes minutes at worst, and somebody
 * may have begun a run anew meanwhile. What is no longer known to be dead is left alone.
 */
export async function stillFinished(
  found: Found,
  records: Pick<RunRecords, 'stateOf'>,
  limits: CallLimits,
): Promise<Found> {
  const dead = new Set<number>();
  const left = [...found.left];
  const failures = [...found.failures];
  for (const runId of new Set([...found.open, ...found.unanswered].map((one) => one.runId))) {
    const state = await records.stateOf(runId, limits).catch(asFailure);
    if (state instanceof Failure) failures.push(notAsked(runId, found, state));
    else if (state === 'finished') dead.add(runId);
    else left.push({ what: `run ${String(runId)}`, why: STATE_SAYS[state] });
  }
  const isDead = ({ runId }: { runId: number }): boolean => dead.has(runId);
  const [open, unanswered] = [found.open.filter(isDead), found.unanswered.filter(isDead)];
  return { ...found, open, unanswered, left, failures };
}

function notAsked(runId: number, { open }: Found, cause: Failure): Failure {
  const ids = open.filter((one) => one.runId === runId).map(({ lease }) => lease.orderId);
  const what = ids.length === 0 ? 'a purchase without an answer' : `order ${ids.join(', ')}`;
  return new Failure(
    'leaked',
    `What run ${String(runId)} left open (${what}) was not given back, for GitHub did not say once more that the run has finished: ${cause.describe()} Run the sweep again; without an SMS each order refunds itself when it expires.`,
    cause.context,
  );
}
