import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import type { CallLimits } from '../domain/provider.ts';
import type { Ports } from './ports.ts';

const READS = 6;
const PAUSE_MS = 3_000;

/** A create may answer before the number is assigned (openapi): the order is read until it is. */
export async function awaitNumber(lease: Lease, limits: CallLimits, ports: Ports): Promise<void> {
  for (let read = 0; read < READS; read += 1) {
    if (read > 0) await ports.clock.sleep(PAUSE_MS, ports.stop);
    const order = await ports.provider.order(lease.orderId, limits);
    if (order.phoneNumber !== null) {
      lease.phoneNumber = order.phoneNumber;
      lease.expiresAt ??= order.expiresAt;
      ports.journal.append({ type: 'adopted', lease });
      return;
    }
  }
  throw new Failure(
    'provider-outage',
    `Order ${lease.orderId} got no phone number within ${String(((READS - 1) * PAUSE_MS) / 1000)} s. It is given back. Run the job again, or add a country to "country".`,
    { orderId: lease.orderId },
  );
}
