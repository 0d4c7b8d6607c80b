import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { smsArrived, type Order } from '../domain/order.ts';
import type { RefusalReason, ReleaseStep } from '../domain/release-plan.ts';
import type { Ports } from './ports.ts';

/** Red, with all that a person needs in order to give the order back by hand. */
export function notReleased(
  lease: Lease,
  order: Order | null,
  reason: string,
  { provider }: Pick<Ports, 'provider'>,
): Failure {
  const came = order !== null && smsArrived(order);
  const command = provider.releaseCommand(lease.orderId, came ? 'finish' : 'cancel');
  const expiry = order?.expiresAt ?? lease.expiresAt;
  const refund = came ? 'An SMS came, so it is paid either way.' : refundUnless(expiry);
  return new Failure(
    'leaked',
    `Order ${lease.orderId} may still be rented: ${reason}. Give it back by hand: ${command} . ${refund}`,
    { orderId: lease.orderId },
  );
}

/** When an order costs nothing in the end; a time that no calendar has is not known. */
export function refundUnless(expiresAt: number | null): string {
  const isKnown = expiresAt !== null && !Number.isNaN(new Date(expiresAt).getTime());
  return `If no SMS comes it refunds itself ${isKnown ? `at ${iso(expiresAt)}` : 'when it expires'}.`;
}

/** An error as the reason of a leak; what no answer of a provider explains is a defect of ours. */
export function reasonWhy(error: unknown): string {
  if (error instanceof Failure) return error.fact();
  return `a defect in this action (${error instanceof Error ? error.message : String(error)}), please report it`;
}

/** Why a provider's last refusal ended it. */
export function refusedFor(failure: Failure, why: RefusalReason): string {
  return why === 'too-many'
    ? `${failure.fact()}. On a cancel this can be the account's daily cap of cancellations, which ends with the day`
    : failure.fact();
}

/** Why the plan gave up without another request. */
export function gaveUpFor(
  step: Extract<ReleaseStep, { do: 'give-up' }>,
  order: Order,
  lastRefusal: string | null,
): string {
  const at = order.permissions.cancelAvailableAt;
  switch (step.because) {
    case 'window':
      return `the provider lets it be cancelled only from ${at === null ? 'later' : iso(at)} on, which "release-timeout" does not reach`;
    case 'refused':
      return lastRefusal ?? 'the provider allows neither cancelling nor finishing it';
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
