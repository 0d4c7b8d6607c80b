import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { Ports } from './ports.ts';
import { interruptedWhileRenting } from './not-rented.ts';
import { RentSession, type RentWish } from './rent-session.ts';

export interface Rented {
  leases: Lease[];
  /** Why it stopped before `count`; what was rented by then is in `leases`. */
  failure: Failure | null;
  /** Place among the wished countries of the one that was bought in last; -1 where there is none. */
  place: number;
}

/** Told of each number before the log shows it, so that it can be masked. */
export type OnRented = (lease: Lease) => void;

/** Rents `count` numbers one after the other, and stops at the first that cannot be had. */
export async function rentNumbers(
  wish: RentWish,
  count: number,
  ports: Ports,
  onRented: OnRented = () => undefined,
): Promise<Rented> {
  const session = new RentSession(wish, ports);
  const leases: Lease[] = [];
  try {
    await session.open();
    while (leases.length < count) {
      const lease = await session.rentOne((rented) => {
        if (!leases.includes(rented)) leases.push(rented);
        if (rented.phoneNumber !== '') onRented(rented);
      });
      ports.reporter.info(describeLease(lease, leases.length, count));
      if (ports.stop.aborted) throw interruptedWhileRenting();
    }
    return { leases, failure: null, place: session.place };
  } catch (error) {
    if (error instanceof Failure) return { leases, failure: error, place: session.place };
    throw error;
  }
}

function describeLease(lease: Lease, number: number, count: number): string {
  const of = count === 1 ? '' : ` (${String(number)} of ${String(count)})`;
  const price = lease.price === null ? '' : ` for ${String(lease.price)} ${lease.currency}`;
  return `Rented ${lease.phoneNumber}${price}, order ${lease.orderId}${of}`;
}
