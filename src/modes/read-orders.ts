import { Failure, type FailureKind } from '../domain/failure.ts';
import type { Order } from '../domain/order.ts';
import type { CallLimits } from '../domain/provider.ts';
import type { Ports } from './ports.ts';

/** After these the single orders would end no better; any other is a matter of the list itself. */
const OF_THE_SERVER: readonly FailureKind[] = [
  'network',
  'provider-outage',
  'rate-limited',
  'unauthorized',
  'interrupted',
];

/** Reads one order. Rejects with a {@link Failure} alone. */
export type ReadOrder = (orderId: string, limits: CallLimits) => Promise<Order>;

/**
 * Several orders by one request where the dialect can; what the list of open orders lacks, because
 * it is closed or not listed yet, is read by itself.
 */
export async function readOrders(
  orderIds: readonly string[],
  limits: CallLimits,
  { provider }: Pick<Ports, 'provider'>,
): Promise<(Order | Failure)[]> {
  const open = new Map<string, Order>();
  if (provider.openOrders !== null && orderIds.length > 1) {
    const listed = await provider.openOrders(limits).catch(asFailure);
    if (listed instanceof Failure) {
      if (OF_THE_SERVER.includes(listed.kind)) return orderIds.map(() => listed);
    } else {
      for (const order of listed.orders) open.set(order.id, order);
    }
  }
  return Promise.all(
    orderIds.map(async (id) => open.get(id) ?? (await provider.order(id, limits).catch(asFailure))),
  );
}

/** A reader for orders that go their own ways: those asked for at the same moment share a request. */
export function gatheringReader(ports: Pick<Ports, 'provider' | 'clock'>): ReadOrder {
  let gathered: string[] = [];
  let reading: Promise<(Order | Failure)[]> | null = null;
  const read = async (limits: CallLimits): Promise<(Order | Failure)[]> => {
    // Sleepers that wake at the same moment all come to ask before this ends.
    await ports.clock.sleep(0);
    const orderIds = gathered;
    gathered = [];
    reading = null;
    return readOrders(orderIds, limits, ports);
  };
  return async (orderId, limits) => {
    const place = gathered.push(orderId) - 1;
    const answer = (await (reading ??= read(limits)))[place];
    if (answer === undefined) throw new Error('Each order that is asked for has an answer.');
    if (answer instanceof Failure) throw answer;
    return answer;
  };
}

/** For `catch`: what is no {@link Failure} is a defect and goes on. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
