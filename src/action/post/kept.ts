import { getInput } from '@actions/core';
import { Failure } from '../../domain/failure.ts';
import type { StepState } from '../disk/step-state.ts';
import { commandsByHand, lookByHand } from '../report/by-hand.ts';
import { leftRented, unreachedPurchase } from '../report/leaks.ts';
import type { Owed } from './owed.ts';
import { logReporter } from '../report/reporter.ts';
import { dialectOf } from './post-connection.ts';

/** How the job ended, as the runner evaluates the default of `job-status` anew for post. */
export function jobStatus(): string {
  return getInput('job-status').toLowerCase();
}

function keeps(state: StepState): boolean {
  return !state.autoRelease && jobStatus() === 'success';
}

/**
 * With `auto-release: false` and a job that succeeded, another job has the orders that were put out
 * to it, and those alone: an order that no output names would have no owner.
 */
export function withoutKept(state: StepState, owed: Owed): Owed {
  if (!keeps(state)) return owed;
  const kept = owed.open.filter(({ orderId }) => owed.handedOver.has(orderId));
  if (kept.length > 0) {
    const ids = kept.map(({ orderId }) => orderId).join(', ');
    logReporter.notice(
      `"auto-release" is false and the job succeeded: ${ids} stays rented for another job, which must wait for it or release it.`,
    );
  }
  return { ...owed, open: owed.open.filter((lease) => !kept.includes(lease)) };
}

/**
 * What is still owed when post is not going to give it back.
 *
 * @param reason as in "the post step was stopped before it was given back"
 */
export function leftOpen(state: StepState, owed: Owed, reason: string): Failure[] {
  const apiUrl = new URL(state.apiUrl);
  const byHand = commandsByHand(apiUrl, dialectOf(state, owed));
  const isKept = keeps(state);
  return [
    ...owed.open
      .filter((lease) => !(isKept && owed.handedOver.has(lease.orderId)))
      .map((lease) => leftRented(lease, reason, byHand)),
    ...owed.unanswered.map((intent) =>
      unreachedPurchase(
        intent,
        new Failure('interrupted', reason),
        lookByHand(apiUrl, intent.dialect),
      ),
    ),
  ];
}
