import type { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { releaseOrders, type Released } from './give-back.ts';
import type { Ports } from './ports.ts';
import { rentNumbers, type OnRented } from './rent.ts';
import type { RentWish } from './rent-session.ts';

export interface Acquired {
  /** What stays rented for the steps that follow. */
  leases: Lease[];
  failure: Failure | null;
  /** What was given back at once because the rest could not be had. */
  released: Released[];
  /** See {@link rentNumbers}. */
  place: number;
}

/** Cancelling right after renting takes a moment; what takes longer is left to the post step. */
const GIVE_BACK_NOW_MS = 10_000;

/** Rents all or nothing; with `allowPartial`, whatever can be had but at least one. */
export async function acquire(
  wish: RentWish,
  count: number,
  allowPartial: boolean,
  ports: Ports,
  onRented: OnRented = () => undefined,
): Promise<Acquired> {
  const { leases, failure, place } = await rentNumbers(wish, count, ports, onRented);
  if (failure === null) return { leases, failure, released: [], place };
  const usable = leases.filter((lease) => lease.orderId !== failure.context.orderId);
  if (failure.kind === 'interrupted') return { leases, failure, released: [], place };
  // A number that may be rented unseen is red, however many others there are.
  if (allowPartial && usable.length > 0 && failure.kind !== 'leaked') {
    ports.reporter.warning(
      `Rented ${String(usable.length)} of ${String(count)} numbers: ${failure.describe()}`,
    );
    const unusable = leases.filter((lease) => !usable.includes(lease));
    return { leases: usable, failure: null, released: await giveBack(unusable, ports), place };
  }
  return { leases: [], failure, released: await giveBack(leases, ports), place };
}

/** A number that cannot be given back yet is not a leak here: the post step tries again. */
async function giveBack(leases: readonly Lease[], ports: Ports): Promise<Released[]> {
  if (leases.length === 0) return [];
  ports.reporter.info(`Giving back ${String(leases.length)} number(s) that are of no use alone.`);
  const limits = { deadline: ports.clock.now() + GIVE_BACK_NOW_MS, signal: ports.halt };
  return releaseOrders(leases, limits, ports);
}
