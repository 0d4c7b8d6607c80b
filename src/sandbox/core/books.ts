import type { Entry, Ledger } from './ledger.ts';
import { closedAt, isOpen, owesRefund, statusAt, type Order, type Status } from './order.ts';

export type OrderLine = {
  readonly order: Order;
  readonly status: Status;
  readonly charged: number;
  readonly refunded: number;
  readonly closedAt: number | undefined;
};

export type Books = {
  readonly openingBalance: number;
  readonly balance: number;
  readonly charged: number;
  readonly refunded: number;
  readonly adjusted: number;
  readonly entries: readonly Entry[];
  readonly orders: readonly OrderLine[];
  readonly openOrders: number;
  /** What is wrong; empty when the books balance. */
  readonly problems: readonly string[];
};

/**
 * Reads the ledger against the orders: two records that were written apart. The ledger says what
 * was paid, the orders say what ought to have been.
 */
export function books(ledger: Ledger, orders: readonly Order[], now: number): Books {
  const chargedTo = sums(ledger.entries, 'charge');
  const refundedTo = sums(ledger.entries, 'refund');
  const lines = orders.map((order): OrderLine => {
    const charged = -(chargedTo.get(order.id) ?? 0);
    const refunded = refundedTo.get(order.id) ?? 0;
    return {
      order,
      status: statusAt(order, now),
      charged,
      refunded,
      closedAt: closedAt(order, now),
    };
  });
  const charged = -total(ledger.entries, 'charge');
  const refunded = total(ledger.entries, 'refund');
  const adjusted = total(ledger.entries, 'adjustment');
  const known = new Set(orders.map((order) => order.id));

  const problems = [
    ...lines.flatMap((line) => problemsOf(line, now)),
    ...[...chargedTo.keys(), ...refundedTo.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `Money moved for order ${id}, which does not exist.`),
  ];
  const expected = ledger.openingBalance + adjusted - charged + refunded;
  if (ledger.balance !== expected) {
    problems.push(`The balance is ${ledger.balance}, the entries say ${expected}.`);
  }
  return {
    openingBalance: ledger.openingBalance,
    balance: ledger.balance,
    charged,
    refunded,
    adjusted,
    entries: [...ledger.entries],
    orders: lines,
    openOrders: orders.filter((order) => isOpen(order, now)).length,
    problems,
  };
}

function problemsOf(line: OrderLine, now: number): string[] {
  const name = `Order ${line.order.id}`;
  const owed = owesRefund(line.order, now) ? line.order.amount : 0;
  return [
    line.charged === line.order.amount
      ? []
      : [`${name} costs ${line.order.amount} but was charged ${line.charged}.`],
    line.refunded === owed ? [] : [`${name} is owed ${owed} but was refunded ${line.refunded}.`],
  ].flat();
}

function total(entries: readonly Entry[], kind: Entry['kind']): number {
  return entries.reduce((sum, entry) => (entry.kind === kind ? sum + entry.amount : sum), 0);
}

function sums(entries: readonly Entry[], kind: 'charge' | 'refund'): Map<number, number> {
  const byOrder = new Map<number, number>();
  for (const entry of entries) {
    if (entry.kind !== kind) continue;
    byOrder.set(entry.orderId, (byOrder.get(entry.orderId) ?? 0) + entry.amount);
  }
  return byOrder;
}
