import type { Lease } from '../../domain/lease.ts';
import { releaseOrders } from '../../modes/give-back.ts';
import type { Ports } from '../../modes/ports.ts';
import { endOf } from './lifetime.ts';

/** What an outage or a closed window kept from being given back is tried again so much later. */
const TRY_AGAIN_MS = 30_000;

/**
 * Gives back what a job left open that is gone. Nobody else will, and nobody reads what it says: so
 * it goes on until the orders expire, and for `releaseTimeoutMs` in any case.
 */
export async function giveBackAlone(
  leases: readonly Lease[],
  releaseTimeoutMs: number,
  ports: Ports,
): Promise<void> {
  const { clock, stop, halt } = ports;
  const startedAt = clock.now();
  let left = leases;
  for (;;) {
    const limits = { deadline: clock.now() + releaseTimeoutMs, signal: halt };
    const released = await releaseOrders(left, limits, ports);
    left = released.flatMap((entry) =>
      entry.how === null && entry.failure.kind !== 'not-found' ? [entry.lease] : [],
    );
    if (left.length === 0 || clock.now() + TRY_AGAIN_MS > endOf(left, startedAt)) return;
    await clock.sleep(TRY_AGAIN_MS, stop);
    if (stop.aborted) return;
  }
}
