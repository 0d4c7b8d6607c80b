import type { RequestRecord } from '../api/request-log.ts';
import type { Books } from '../core/books.ts';
import type { Entry } from '../core/ledger.ts';
import type { Status } from '../core/order.ts';
import type { FaultRule } from '../faults/fault.ts';
import type { ActiveRule } from '../faults/fault-rules.ts';
import type { KeptSms } from '../phones.ts';
import type { Attempt } from '../webhooks/webhooks.ts';

/** The control port's JSON. Its words are the sandbox's own, neither dialect's. */
export type BooksView = {
  readonly currency: 'IDR';
  readonly opening_balance: number;
  readonly balance: number;
  readonly charged: number;
  readonly refunded: number;
  readonly adjusted: number;
  readonly spent: number;
  readonly rented: number;
  readonly open_orders: number;
  readonly balanced: boolean;
  readonly problems: readonly string[];
  readonly entries: readonly {
    readonly at: string;
    readonly kind: Entry['kind'];
    readonly amount: number;
    readonly id: number | null;
  }[];
  readonly orders: readonly OrderView[];
};

export type OrderView = {
  readonly id: number;
  readonly order_id: string;
  readonly state: Status;
  readonly phone_number: string;
  readonly country: string;
  readonly platform: string;
  readonly product_id: number;
  readonly charged: number;
  readonly refunded: number;
  readonly sms: readonly {
    readonly at: string;
    readonly text: string;
    readonly code: string | null;
  }[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly closed_at: string | null;
};

export function booksView(books: Books): BooksView {
  return {
    currency: 'IDR',
    opening_balance: books.openingBalance,
    balance: books.balance,
    charged: books.charged,
    refunded: books.refunded,
    adjusted: books.adjusted,
    spent: books.charged - books.refunded,
    rented: books.orders.length,
    open_orders: books.openOrders,
    balanced: books.problems.length === 0,
    problems: books.problems,
    entries: books.entries.map((entry) => ({
      at: time(entry.at),
      kind: entry.kind,
      amount: entry.amount,
      id: entry.kind === 'adjustment' ? null : entry.orderId,
    })),
    orders: books.orders.map(({ order, status, charged, refunded, closedAt }) => ({
      id: order.id,
      order_id: order.ref,
      state: status,
      phone_number: order.phoneNumber,
      country: order.country,
      platform: order.platform,
      product_id: order.productId,
      charged,
      refunded,
      sms: order.sms.map((sms) => ({ ...sms, at: time(sms.at) })),
      created_at: time(order.createdAt),
      expires_at: time(order.expiresAt),
      closed_at: closedAt === undefined ? null : time(closedAt),
    })),
  };
}

export type RequestView = {
  readonly n: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly dialect: RequestRecord['dialect'];
  readonly operation: string | null;
  readonly idempotency_key: string | null;
  readonly request_id: string;
  readonly in_flight: number;
  readonly faults: readonly string[];
  readonly answered_at: string | null;
};

export function requestView(record: RequestRecord): RequestView {
  return {
    n: record.n,
    time: time(record.at),
    method: record.method,
    path: record.path,
    status: record.status ?? null,
    dialect: record.dialect,
    operation: record.operation ?? null,
    idempotency_key: record.idempotencyKey ?? null,
    request_id: record.requestId,
    in_flight: record.inFlight,
    faults: record.faults,
    answered_at: record.answeredAt === undefined ? null : time(record.answeredAt),
  };
}

export function faultView({ id, rule, matched, fired }: ActiveRule): FaultRule & {
  readonly id: number;
  readonly matched: number;
  readonly fired: number;
} {
  return { id, matched, fired, ...rule };
}

export function smsView(sms: KeptSms) {
  const { delivery } = sms;
  return {
    at: time(sms.at),
    to: sms.to,
    text: sms.text,
    code: sms.code,
    delivered: delivery.kind === 'delivered',
    ...(delivery.kind === 'delivered'
      ? { id: delivery.order.id, order_id: delivery.order.ref }
      : { reason: delivery.reason }),
  };
}

export function attemptView(attempt: Attempt) {
  return { ...attempt, at: time(attempt.at), status: attempt.status ?? null };
}

export function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
