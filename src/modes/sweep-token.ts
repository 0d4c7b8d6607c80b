import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { isClosed, type Order } from '../domain/order.ts';
import type { CallLimits } from '../domain/provider.ts';
import { judgeByAge } from '../domain/sweep-plan.ts';
import type { Ports } from './ports.ts';
import type { LeftAlone } from './sweep.ts';

export interface FoundByAge {
  /** Open and old enough. */
  open: Lease[];
  left: LeftAlone[];
  failures: Failure[];
}

/** Looks at every open order of the token, and at the age of each. Touches nothing. */
export async function findByAge(
  olderThanMs: number,
  limits: CallLimits,
  ports: Ports,
): Promise<FoundByAge> {
  const { provider, clock, reporter } = ports;
  if (provider.openOrders === null) {
    throw new Failure(
      'invalid-input',
      'The server speaks the guide dialect, which does not list orders, so "scope" cannot be "token": that needs a server of the openapi dialect. Nothing was given back. Use "scope: ledger".',
    );
  }
  const { orders: listed, unreadable } = await provider.openOrders(limits);
  const found: FoundByAge = { open: [], left: [], failures: [] };
  if (unreadable > 0) found.failures.push(strange(unreadable, ports));
  // The list of open orders does not tell their age; each order by itself does.
  const read = await Promise.all(
    listed.map(async ({ id }) => {
      try {
        return await provider.order(id, limits);
      } catch (error) {
        if (error instanceof Failure) return { id, failure: error };
        throw error;
      }
    }),
  );
  for (const order of read) {
    if ('failure' in order) {
      found.failures.push(unread(order.id, order.failure));
      continue;
    }
    if (isClosed(order.state)) continue; // meanwhile, by whoever rented it
    switch (judgeByAge(order, olderThanMs, clock.now())) {
      case 'close':
        found.open.push(leaseOf(order));
        break;
      case 'too-young':
        found.left.push({ what: `order ${order.id}`, why: 'it is younger than "older-than"' });
        break;
      case 'age-unknown':
        found.left.push({
          what: `order ${order.id}`,
          why: 'the provider does not say how old it is',
        });
        reporter.warning(
          `Order ${order.id} is open, and the provider does not say how old it is, so it is left alone. If nobody uses it: ${provider.releaseCommand(order.id, 'cancel')}`,
        );
        break;
    }
  }
  reporter.info(
    `${String(listed.length + unreadable)} open order(s), ${String(found.open.length)} of them old enough to be given back.`,
  );
  return found;
}

function unread(orderId: string, cause: Failure): Failure {
  return new Failure(
    'leaked',
    `Order ${orderId} is open, and its age could not be read: ${cause.describe()} Run the sweep again.`,
    { ...cause.context, orderId },
  );
}

function strange(count: number, { provider }: Ports): Failure {
  return new Failure(
    'leaked',
    `${String(count)} entry(s) of the token's list of open orders could not be read, so these orders may still be rented, however old they are. List them: ${provider.listCommand() ?? ''} , and cancel what nobody uses; without an SMS each refunds itself when it expires. If it stays like this, update this action.`,
  );
}

function leaseOf(order: Order): Lease {
  return {
    orderId: order.id,
    phoneNumber: order.phoneNumber ?? '',
    country: '',
    countryCode: '',
    platform: '',
    price: order.amount,
    currency: 'IDR',
    status: order.state.status,
    expiresAt: order.expiresAt,
    rentedAt: null,
  };
}
