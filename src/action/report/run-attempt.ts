import { Failure, type FailureKind } from '../../domain/failure.ts';
import type { Reporter } from '../../domain/ports.ts';
import type { Waited } from '../../modes/wait.ts';

/** What an order comes to that was given back when the attempt which rented it ended. */
const DEAD: readonly FailureKind[] = ['not-found', 'cancelled', 'expired'];

/**
 * "Re-run failed jobs" keeps the outputs of the jobs that passed, so a later attempt is handed
 * numbers that an earlier one rented and gave back.
 *
 * @param failure of an order that no step of this job rented
 * @param attempt counts the runs of one run from 1
 */
export function explainByAttempt(failure: Failure, attempt: number): Failure {
  if (attempt <= 1 || !DEAD.includes(failure.kind)) return failure;
  return new Failure(
    failure.kind,
    `${failure.message} This is attempt ${String(attempt)} of the run, and no step of this job rented the order: a number of an earlier attempt is dead, for it was given back when that ended. Use "Re-run all jobs", so that the job that rents runs again.`,
    failure.context,
  );
}

/** The same for a wait, where an order that is completed still shows the code of its first use. */
export function judgedByAttempt(waited: Waited, attempt: number, reporter: Reporter): Waited {
  if (waited.failure !== null) {
    return { ...waited, failure: explainByAttempt(waited.failure, attempt) };
  }
  if (attempt > 1 && waited.order.state.status === 'completed') {
    reporter.warning(
      `Order ${waited.lease.orderId} is completed, and this is attempt ${String(attempt)} of the run: its code may be the one of an earlier attempt. Use "Re-run all jobs" for a new number.`,
    );
  }
  return waited;
}
