import type { Lease } from '../../domain/lease.ts';
import type { Ports } from '../../modes/ports.ts';
import { waitForCodes, type Waited, type WaitWish } from '../../modes/wait.ts';
import type { StepState } from '../disk/step-state.ts';
import { logReporter } from '../report/reporter.ts';
import { waitTable } from '../report/summary.ts';
import { openNudges } from '../runtime/nudges.ts';
import { waitWish } from '../runtime/wait-wish.ts';
import { nudgesOfPost } from './post-nudges.ts';
import type { Account } from './release.ts';

/** `wait-in-post`: waits for the SMS, and says what came of it. */
export async function waitFirst(
  state: StepState,
  leases: readonly Lease[],
  ports: Ports,
  account: Account,
): Promise<void> {
  logReporter.info('"wait-in-post": waiting for the SMS before the number is given back.');
  const start = ports.clock.now();
  const wish = await waitWish({
    timeout: state.timeoutMs,
    'poll-interval': state.intervalMs,
    'requests-per-minute': state.requestsPerMinute,
    'parallel-jobs': state.parallelJobs,
    after: null,
    'resend-after': null,
    'otp-pattern': state.otpPattern,
    'expect-domain': state.expectDomain,
  });
  const waited = await waitNudged(leases, wish, ports);
  // An SMS without a recognised code is an SMS all the same: that is all that is asked here.
  account.failures.push(
    ...waited.flatMap(({ failure }) =>
      failure === null || failure.kind === 'sms-without-code' ? [] : [failure],
    ),
  );
  account.parts.push(waitTable(waited, Math.round((ports.clock.now() - start) / 1000)));
}

async function waitNudged(
  leases: readonly Lease[],
  wish: WaitWish,
  ports: Ports,
): Promise<Waited[]> {
  const { nudges, close } = await openNudges(nudgesOfPost(), ports);
  return waitForCodes(leases, wish, { ...ports, nudges }).finally(close);
}
