import type { Lease } from '../../domain/lease.ts';
import type { Clock } from '../../domain/ports.ts';

const LOOK_AGAIN_MS = 5_000;

/** The life of a keeper whose orders do not say when they expire. */
const UNKNOWN_EXPIRY_MS = 60 * 60 * 1_000;

/** When the last of the orders is over, epoch milliseconds. A reading may tell it later on. */
export function endOf(leases: readonly Lease[], startedAt: number): number {
  return Math.max(...leases.map(({ expiresAt }) => expiresAt ?? startedAt + UNKNOWN_EXPIRY_MS));
}

export type KeeperEnd = 'stopped' | 'expired' | 'job-gone';

/** Lives until post or a signal stops it, the last order expires, or the job is gone. */
export async function untilOver(
  leases: readonly Lease[],
  seen: { postHasBegun: () => boolean; jobIsGone: () => boolean },
  clock: Clock,
  stop: AbortSignal,
): Promise<KeeperEnd> {
  const startedAt = clock.now();
  for (;;) {
    if (stop.aborted || seen.postHasBegun()) return 'stopped';
    if (seen.jobIsGone()) return 'job-gone';
    const left = endOf(leases, startedAt) - clock.now();
    if (left <= 0) return 'expired';
    await clock.sleep(Math.min(LOOK_AGAIN_MS, left), stop);
  }
}
