import { Failure, worst } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { Lease } from '../domain/lease.ts';
import type { Order } from '../domain/order.ts';
import type { CallLimits, Provider, PurchaseReply } from '../domain/provider.ts';
import { lowBalance } from '../domain/purchase-plan.ts';
import type { Ports } from './ports.ts';
import { afterLostReply, leftToPost } from './lost-reply.ts';
import { releaseOrders } from './give-back.ts';

/** One purchase about to be made, with what the journal and the outputs want to know of it. */
export interface Buying {
  what: Parameters<Provider['purchaseRequest']>[0];
  country: string;
  countryCode: string;
  platform: string;
  /** Whole IDR, as the catalog showed it. */
  price: number | null;
  /** Whole IDR before this purchase, null where it was not asked for. */
  balance: number | null;
  /** Whether this job alone uses the token; see `judgeBalance`. */
  alone: boolean;
}

/**
 * Buys one number. The intent is on disk before the request leaves, and the order right after the
 * answer, with no `await` between: whenever the process dies, the journal says what may be owed.
 */
export async function buy(
  buying: Buying,
  limits: CallLimits,
  ports: Ports,
): Promise<Lease[] | 'sold-out'> {
  const { provider, clock, journal } = ports;
  if (journal.isClosed()) throw tooLate();
  const key = ports.random.hex(16);
  const request = provider.purchaseRequest(buying.what, key);
  const { country, countryCode, platform, price, balance } = buying;
  const planned: Intent = {
    key,
    path: request.path,
    body: request.body,
    dialect: provider.dialect,
    at: clock.now(),
    country,
    countryCode,
    platform,
    price,
    balance,
  };
  if (ports.ledger !== null) {
    await ports.ledger.announce(planned);
    if (journal.isClosed()) throw tooLate();
  }
  // The ledger's record says when it was announced, up to a minute before: a sweep looks again anyway.
  const intent = { ...planned, at: clock.now() };
  try {
    journal.append({ type: 'intent', intent });
  } catch (error) {
    // Where it was written all the same, nobody may take it for a purchase that was sent.
    journal.note({ type: 'refused', key, why: 'not-sent' });
    throw error;
  }
  const careful = purchaseLimits(limits, ports);
  let reply = await provider.purchase(request, careful);
  if (reply.outcome === 'lost') {
    reply = await afterLostReply(intent, reply, buying.alone, careful, ports);
  }
  return settle(intent, reply, ports);
}

/** One exchange may end although the step is stopped or post has begun; no other is begun then. */
function purchaseLimits({ deadline }: CallLimits, { halt, stop, journal }: Ports): CallLimits {
  return { deadline, signal: halt, stop, mayLeave: () => !journal.isClosed() };
}

/** Writes down what the answer means before anything else happens with it. */
async function settle(
  intent: Intent,
  reply: PurchaseReply,
  ports: Ports,
): Promise<Lease[] | 'sold-out'> {
  const { journal } = ports;
  switch (reply.outcome) {
    case 'sold-out':
      journal.append({ type: 'refused', key: intent.key, why: 'no-stock' });
      return 'sold-out';
    case 'refused':
      journal.append({ type: 'refused', key: intent.key, why: reply.failure.kind });
      throw reply.failure.kind === 'low-balance'
        ? withFigures(reply.failure, intent)
        : reply.failure;
    case 'lost':
      throw leftToPost(intent, reply.failure);
    case 'bought': {
      const leases = leasesOf(intent, reply.orders);
      const obstacle = obstacleTo(intent, leases, ports);
      if (obstacle === null) return leases;
      throw await giveBackAtOnce(leases, obstacle, ports);
    }
  }
}

export function leasesOf(intent: Intent, orders: readonly Order[]): Lease[] {
  return orders.map((order) => ({
    orderId: order.id,
    phoneNumber: order.phoneNumber ?? '',
    country: intent.country,
    countryCode: intent.countryCode,
    platform: intent.platform,
    price: order.amount ?? intent.price,
    currency: 'IDR',
    status: order.state.status,
    expiresAt: order.expiresAt,
    rentedAt: intent.at,
  }));
}

/** Journals every order of a reply at once. */
export function recordRented(intent: Intent, leases: readonly Lease[], { journal }: Ports): void {
  for (const lease of leases) journal.append({ type: 'rented', key: intent.key, lease });
}

/** Why what was just rented cannot be kept: nobody would give it back later. */
function obstacleTo(intent: Intent, leases: readonly Lease[], ports: Ports): Failure | null {
  try {
    recordRented(intent, leases, ports);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return ports.journal.isClosed() ? tooLate() : null;
}

/** Gives back what cannot be kept, and says the worse of the obstacle and of what stayed open. */
async function giveBackAtOnce(
  leases: readonly Lease[],
  obstacle: Failure,
  ports: Ports,
): Promise<Failure> {
  const limits = { deadline: ports.clock.now() + 5_000, signal: ports.halt };
  const released = await releaseOrders(leases, limits, ports);
  const leaks = released.flatMap((entry) => (entry.how === null ? [entry.failure] : []));
  return worst([obstacle, ...leaks]) ?? obstacle;
}

function withFigures(refusal: Failure, intent: Intent): Failure {
  const named = lowBalance(intent.price, intent.balance);
  return new Failure('low-balance', named.message, refusal.context);
}

function tooLate(): Failure {
  return new Failure(
    'interrupted',
    'The post step has already begun to give numbers back, so nothing more is rented.',
  );
}
