import * as z from 'zod/mini';
import { cancel, finish, resend } from '../../core/deeds.ts';
import { isOpen, statusAt, type Order } from '../../core/order.ts';
import { done, refused, type Outcome } from '../../core/refusal.ts';
import type { Provider } from '../../provider.ts';
import { all, clamp, parseBody, wholeNumber } from '../parse.ts';
import type { Call, Handler, Route } from '../route.ts';
import { openapiStatus, orderStatus, orderSummary } from './views.ts';

const list: Handler = ({ query, now }, provider) => {
  const parsed = all(wholeNumber(query, 'limit'), wholeNumber(query, 'offset'));
  if (!parsed.ok) return parsed;
  const limit = clamp(parsed.value[0] ?? 20, 1, 100);
  const offset = parsed.value[1] ?? 0;
  const status = query.get('status')?.toUpperCase();
  if (status !== undefined && !STATUSES.has(status)) {
    return refused({ kind: 'invalid', fields: { status: 'is not a status' } });
  }
  const newestFirst = provider.account
    .orders()
    .filter((order) => status === undefined || openapiStatus(statusAt(order, now)) === status)
    .toReversed();
  const data = newestFirst
    .slice(offset, offset + limit)
    .map((order) => orderSummary(order, provider, now));
  return done({ data, meta: { limit, offset, count: data.length } });
};

const STATUSES: ReadonlySet<string> = new Set(
  (['waiting', 'otp-received', 'completed', 'cancelled', 'expired'] as const).map(openapiStatus),
);

const active: Handler = ({ now }, provider) => {
  const open = provider.account.orders().filter((order) => isOpen(order, now));
  return done({ data: open.toReversed().map((order) => orderStatus(order, provider, now)) });
};

const order: Handler = ({ params, now }, provider) => {
  const id = params['id'] ?? '';
  if (!/^\d+$/.test(id)) return refused({ kind: 'invalid', fields: { id: 'must be an integer' } });
  const found = provider.account.order(Number(id));
  return found === undefined
    ? refused({ kind: 'order-not-found' })
    : done({ data: orderSummary(found, provider, now) });
};

const idBody = z.object({ id: z.int() });

/** The three things that are done to an order differ in the deed and in what is said about it. */
function deed(
  act: (id: number, call: Call, provider: Provider) => Outcome<Order>,
  answer: (order: Order, provider: Provider) => Record<string, unknown>,
): Handler {
  return (call, provider) => {
    const parsed = parseBody(call.body, idBody);
    if (!parsed.ok) return parsed;
    const acted = act(parsed.value.id, call, provider);
    if (!acted.ok) return acted;
    const status = openapiStatus(statusAt(acted.value, call.now));
    const data = { order_id: acted.value.id, status, ...answer(acted.value, provider) };
    return done({ data });
  };
}

const cancelOrder = deed(
  (id, { now }, { account, windows }) => cancel(account, id, windows.openapi, 'refused', now),
  ({ amount }, { account }) => ({
    refund_amount: amount,
    new_balance: account.ledger.balance,
  }),
);

const finishOrder = deed(
  (id, { now }, { account }) => finish(account, id, now),
  () => ({}),
);

const resendOrder = deed(
  (id, { now }, { account, windows }) => resend(account, id, windows.openapi, now),
  () => ({ resent: true }),
);

export const orderRoutes: readonly Route[] = [
  { operation: 'list', method: 'GET', path: 'orders', handle: list },
  { operation: 'active', method: 'GET', path: 'orders/active', handle: active },
  { operation: 'order', method: 'GET', path: 'orders/:id', handle: order },
  { operation: 'cancel', method: 'POST', path: 'orders/cancel', handle: cancelOrder },
  { operation: 'finish', method: 'POST', path: 'orders/finish', handle: finishOrder },
  { operation: 'resend', method: 'POST', path: 'orders/resend', handle: resendOrder },
];
