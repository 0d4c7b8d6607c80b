import type { Catalog } from '../catalog/catalog.ts';
import { chance, type Chance, type Seed } from '../chance.ts';
import { AbuseGuard, type AbuseRules } from './abuse-guard.ts';
import { Inventory } from './inventory.ts';
import { openLedger, post, type Ledger } from './ledger.ts';
import { closedAt, isOpen, owesRefund, statusAt, type Order, type Sms } from './order.ts';
import { orderNames, type OrderNames } from './order-names.ts';
import { OrderShelf } from './order-shelf.ts';
import { refused, type Outcome } from './refusal.ts';

export type AccountRules = {
  readonly openingBalance: number;
  readonly expiresAfterSeconds: number;
  readonly phoneAfterSeconds: number;
  readonly abuse: AbuseRules;
};

export type AccountEvent = {
  readonly kind: 'created' | 'sms' | 'resend' | 'completed' | 'cancelled' | 'expired';
  readonly at: number;
  readonly order: Order;
};

/** What is bought and at what price, before it has a name and a number. */
export type Terms = Pick<
  Order,
  'productId' | 'catalogProductId' | 'operator' | 'country' | 'platform' | 'amount'
>;

/**
 * The account, where money, numbers and orders move together: whatever opens or closes an order
 * does it here. Time is an argument of every call, and every call first settles what time alone
 * has closed, so the books are right whenever somebody looks.
 */
export class Account {
  readonly catalog: Catalog;
  readonly inventory: Inventory;
  readonly guard: AbuseGuard;
  readonly ledger: Ledger;
  /** Draws the numbers that are rented out. */
  readonly phoneDraw: Chance;
  readonly #rules: AccountRules;
  readonly #announce: (event: AccountEvent) => void;
  readonly #nextNames: () => OrderNames;
  readonly #shelf = new OrderShelf();
  /** Orders that settling has not closed yet, the oldest first. */
  readonly #unsettled = new Set<number>();

  constructor(
    catalog: Catalog,
    rules: AccountRules,
    seed: Seed,
    announce: (event: AccountEvent) => void,
  ) {
    this.catalog = catalog;
    this.inventory = new Inventory(catalog);
    this.guard = new AbuseGuard(rules.abuse);
    this.ledger = openLedger(rules.openingBalance);
    this.phoneDraw = chance(seed, 'phone numbers');
    this.#rules = rules;
    this.#announce = announce;
    this.#nextNames = orderNames(chance(seed, 'order names'));
  }

  /** Oldest first. */
  orders(): readonly Order[] {
    return this.#shelf.all();
  }

  order(name: number | string): Order | undefined {
    return this.#shelf.find(name);
  }

  openOrderOn(phoneNumber: string, now: number): Order | undefined {
    return this.#shelf.openOn(phoneNumber, now);
  }

  wasRented(phoneNumber: string): boolean {
    return this.#shelf.on(phoneNumber).length > 0;
  }

  /**
   * Closes the windows that time has closed and pays back what is owed. All windows are equally
   * long and other closings settle at once, so the oldest unsettled order is the first to fall due.
   */
  settle(now: number): void {
    for (const id of this.#unsettled) {
      const order = this.#shelf.find(id);
      if (order === undefined || isOpen(order, now)) return;
      this.#close(order, now);
    }
  }

  /** Charges for a number and rents it out. Whether that may be done has been asked before. */
  open(terms: Terms, phoneNumber: string, now: number): Order {
    const order = this.#shelf.put({
      ...this.#nextNames(),
      productId: terms.productId,
      catalogProductId: terms.catalogProductId,
      operator: terms.operator,
      country: terms.country,
      platform: terms.platform,
      amount: terms.amount,
      phoneNumber,
      phoneKnownAt: now + this.#rules.phoneAfterSeconds * 1000,
      createdAt: now,
      expiresAt: now + this.#rules.expiresAfterSeconds * 1000,
      sms: [],
      resends: [],
      closing: undefined,
    });
    post(this.ledger, { kind: 'charge', at: now, amount: -order.amount, orderId: order.id });
    this.#unsettled.add(order.id);
    this.#announce({ kind: 'created', at: now, order });
    return order;
  }

  /** Decides about an order by its latest facts, or says that there is none. */
  with<T>(name: number | string, now: number, decide: (order: Order) => Outcome<T>): Outcome<T> {
    this.settle(now);
    const order = this.#shelf.find(name);
    return order === undefined ? refused({ kind: 'order-not-found' }) : decide(order);
  }

  /** Takes new facts of an order in, and what follows from them: a closing, a refund, the news. */
  note(changed: Order, news: 'sms' | 'resend' | 'closing', now: number): Order {
    this.#shelf.put(changed);
    if (news === 'closing') this.#close(changed, now);
    else this.#announce({ kind: news, at: now, order: changed });
    return changed;
  }

  deliver(phoneNumber: string, sms: Omit<Sms, 'at'>, now: number): Order | undefined {
    this.settle(now);
    const order = this.#shelf.openOn(phoneNumber, now);
    return order && this.note({ ...order, sms: [...order.sms, { at: now, ...sms }] }, 'sms', now);
  }

  adjustBalance(balance: number, now: number): void {
    this.settle(now);
    post(this.ledger, { kind: 'adjustment', at: now, amount: balance - this.ledger.balance });
  }

  #close(order: Order, now: number): void {
    const status = statusAt(order, now);
    if (status === 'waiting' || status === 'otp-received') return;
    if (!this.#unsettled.delete(order.id)) return;
    const at = closedAt(order, now) ?? now;
    if (owesRefund(order, now)) {
      post(this.ledger, { kind: 'refund', at, amount: order.amount, orderId: order.id });
      // A reactivated number was used up by its first order and does not go back on sale.
      if (this.#shelf.on(order.phoneNumber).length === 1) this.inventory.giveBack(order.productId);
    }
    this.#announce({ kind: status, at, order });
  }
}
