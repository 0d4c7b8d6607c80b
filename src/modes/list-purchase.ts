import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { Order } from '../domain/order.ts';
import type { CallLimits, OrderPage } from '../domain/provider.ts';
import { earliest, mayBeOurs } from '../domain/recovery-plan.ts';
import type { Found } from './found-purchase.ts';
import type { Ports } from './ports.ts';
import { asFailure } from './read-orders.ts';

/** Back to 2,000 orders: a token that rents more in some minutes is not looked through. */
const MOST_PAGES = 20;

/**
 * Looks for what a purchase may have made among the token's newest orders, back past the time at
 * which it left. Touches none of them.
 *
 * @returns a failure where the list could not be read
 */
export async function listPurchase(
  intent: Intent,
  known: ReadonlySet<string>,
  limits: CallLimits,
  ports: Ports,
): Promise<Extract<Found, { was: 'not-bought' | 'unknown' }> | Failure> {
  const { newestOrders } = ports.provider;
  if (newestOrders === null) return new Failure('protocol', 'This server lists no orders.');
  ports.reporter.info('Looking for it among the newest orders of the account.');
  const candidates: Order[] = [];
  let unreadable = 0;
  let offset: number | null = 0;
  for (let pages = 0; offset !== null && pages < MOST_PAGES; pages += 1) {
    const page: OrderPage | Failure = await newestOrders(offset, limits).catch(asFailure);
    if (page instanceof Failure) return page;
    unreadable += page.unreadable;
    for (const order of page.orders) {
      const doubled = candidates.some(({ id }) => id === order.id);
      if (!doubled && !known.has(order.id) && mayBeOurs(intent, order)) candidates.push(order);
    }
    const isOlder = ({ createdAt }: Order): boolean =>
      createdAt !== null && createdAt < earliest(intent);
    offset = page.orders.some(isOlder) ? null : page.next;
  }
  const gaps = unreadable > 0 || offset !== null;
  if (candidates.length === 0 && !gaps) return { was: 'not-bought' };
  const why = gaps
    ? 'The list of orders could not be read as a whole.'
    : 'Open orders of the same product and time are there.';
  return { was: 'unknown', why: new Failure('protocol', why), candidates };
}
