import { countryOf, serviceOf, type Catalog } from '../catalog/catalog.ts';
import { digitsOf, drawPhoneNumber } from '../catalog/phone-number.ts';
import { chance, type Chance, type Seed } from '../chance.ts';
import { AbuseGuard, type AbuseRules } from './abuse-guard.ts';
import { affordances, canReactivate, type Windows } from './affordances.ts';
import { chooseOffer, type Wanted } from './choose-offer.ts';
import { Inventory, type Offer } from './inventory.ts';
import { openLedger, post, type Ledger } from './ledger.ts';
import { closedAt, isOpen, owesRefund, statusAt, type Order, type Sms } from './order.ts';
import { orderNames, type OrderNames } from './order-names.ts';
import { done, refused, type Outcome, type Refusal } from './refusal.ts';

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

export type Bought = { readonly orders: readonly Order[]; readonly failed: number };

/**
 * The account and everything it rented. Time is an argument of every call, and every call first
 * settles what time alone has closed, so the books are right whenever somebody looks.
 */
export class Account {
  readonly catalog: Catalog;
  readonly inventory: Inventory;
  readonly guard: AbuseGuard;
  readonly ledger: Ledger;
  readonly #rules: AccountRules;
  readonly #announce: (event: AccountEvent) => void;
  readonly #nextNames: () => OrderNames;
  readonly #phoneDraw: Chance;
  readonly #orders = new Map<number, Order>();
  readonly #idByRef = new Map<string, number>();
  readonly #idsByNumber = new Map<string, number[]>();
  /** Orders that settling has not closed yet. */
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
    this.#rules = rules;
    this.#announce = announce;
    this.#nextNames = orderNames(chance(seed, 'order names'));
    this.#phoneDraw = chance(seed, 'phone numbers');
  }

  orders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  order(name: number | string): Order | undefined {
    const id = typeof name === 'number' ? name : this.#idByRef.get(name);
    return id === undefined ? undefined : this.#orders.get(id);
  }

  /**
   * Closes the windows that time has closed and pays back what is owed. All windows are equally
   * long and other closings settle at once, so the oldest unsettled order is the first to fall due.
   */
  settle(now: number): void {
    for (const id of this.#unsettled) {
      const order = this.#orders.get(id);
      if (order === undefined || isOpen(order, now)) return;
      this.#close(order, now);
    }
  }

  buy(wanted: Wanted, quantity: number, now: number): Outcome<Bought> {
    this.settle(now);
    const orders: Order[] = [];
    let refusal: Refusal | undefined;
    while (orders.length < quantity && refusal === undefined) {
      const bought = this.#buyOne(wanted, now);
      if (bought.ok) orders.push(bought.value);
      else refusal = bought.refusal;
    }
    if (orders.length === 0 && refusal !== undefined) return refused(refusal);
    return done({ orders, failed: quantity - orders.length });
  }

  /** The guide lets one cancel after an SMS too, without a refund; the openapi dialect does not. */
  cancel(
    name: number | string,
    windows: Windows,
    afterSms: 'allowed' | 'refused',
    now: number,
  ): Outcome<Order> {
    return this.#act(name, now, (order) => {
      const possible = affordances(order, windows, now);
      if (!isOpen(order, now) || (afterSms === 'refused' && order.sms.length > 0)) {
        return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: 'cancelled' });
      }
      if (possible.cancelAvailableAt !== undefined && !possible.canCancel) {
        return refused({ kind: 'cancel-too-early', availableAt: possible.cancelAvailableAt });
      }
      const cap = this.guard.cancelCapped(now);
      if (cap !== undefined) return refused({ kind: 'cancel-cap', retryAfterSeconds: cap });
      const cancelled = this.#put({
        ...order,
        closing: { kind: 'cancelled', at: now, by: 'customer' },
      });
      this.guard.cancelled(order.sms.length === 0, now);
      this.#close(cancelled, now);
      return done(cancelled);
    });
  }

  finish(name: number | string, windows: Windows, now: number): Outcome<Order> {
    return this.#act(name, now, (order) => {
      if (!affordances(order, windows, now).canFinish) {
        return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: 'finished' });
      }
      const finished = this.#put({ ...order, closing: { kind: 'finished', at: now } });
      this.#close(finished, now);
      return done(finished);
    });
  }

  resend(name: number | string, windows: Windows, now: number): Outcome<Order> {
    return this.#act(name, now, (order) => {
      const possible = affordances(order, windows, now);
      if (possible.resendAvailableAt === undefined) {
        return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: 'sent again' });
      }
      if (!possible.canResend) {
        return refused({ kind: 'resend-too-early', availableAt: possible.resendAvailableAt });
      }
      const resends = [...order.resends, { at: now, afterRevision: order.sms.length }];
      const waiting = this.#put({ ...order, resends });
      this.#announce({ kind: 'resend', at: now, order: waiting });
      return done(waiting);
    });
  }

  /** What another code on this order's number costs: what the first one did. Not documented. */
  reactivationCost(name: number | string, now: number): Outcome<number> {
    return this.#act(name, now, (order) =>
      this.canReactivate(order, now)
        ? done(order.amount)
        : refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: 'reactivated' }),
    );
  }

  reactivate(name: number | string, maxPrice: number | undefined, now: number): Outcome<Order> {
    const cost = this.reactivationCost(name, now);
    if (!cost.ok) return cost;
    return this.#act(name, now, (order) => {
      const obstacle = this.#obstacle(cost.value, now);
      if (obstacle !== undefined) return refused(obstacle);
      if (cost.value > (maxPrice ?? Infinity)) return refused({ kind: 'no-offer' });
      return done(this.#open(order, order.phoneNumber, now));
    });
  }

  canReactivate(order: Order, now: number): boolean {
    return canReactivate(order, this.openOrderOn(order.phoneNumber, now) !== undefined, now);
  }

  /** The provider's doing, not the customer's: no window, no cap, no mark against the customer. */
  intervene(
    name: number | string,
    change: 'expire' | 'cancel' | 'finish',
    now: number,
  ): Outcome<Order> {
    return this.#act(name, now, (order) => {
      if (!isOpen(order, now)) {
        return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: change });
      }
      if (change === 'finish' && order.sms.length === 0) {
        return refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: change });
      }
      const changed = this.#put(intervention(order, change, now));
      this.#close(changed, now);
      return done(changed);
    });
  }

  openOrderOn(phoneNumber: string, now: number): Order | undefined {
    return this.#ordersOn(phoneNumber).findLast((order) => isOpen(order, now));
  }

  wasRented(phoneNumber: string): boolean {
    return this.#ordersOn(phoneNumber).length > 0;
  }

  deliver(phoneNumber: string, sms: Omit<Sms, 'at'>, now: number): Order | undefined {
    this.settle(now);
    const order = this.openOrderOn(phoneNumber, now);
    if (order === undefined) return undefined;
    const received = this.#put({ ...order, sms: [...order.sms, { at: now, ...sms }] });
    this.#announce({ kind: 'sms', at: now, order: received });
    return received;
  }

  adjustBalance(balance: number, now: number): void {
    this.settle(now);
    post(this.ledger, { kind: 'adjustment', at: now, amount: balance - this.ledger.balance });
  }

  #act<T>(name: number | string, now: number, act: (order: Order) => Outcome<T>): Outcome<T> {
    this.settle(now);
    const order = this.order(name);
    return order === undefined ? refused({ kind: 'order-not-found' }) : act(order);
  }

  #obstacle(price: number, now: number): Refusal | undefined {
    const ban = this.guard.banAt(now);
    if (ban !== undefined) {
      return { kind: 'banned', ...ban, retryAfterSeconds: Math.ceil((ban.until - now) / 1000) };
    }
    const { balance } = this.ledger;
    return balance < price ? { kind: 'low-balance', balance, price } : undefined;
  }

  #buyOne(wanted: Wanted, now: number): Outcome<Order> {
    const offer = chooseOffer(this.inventory.offers(), wanted);
    const obstacle = this.#obstacle(offer?.price ?? 0, now);
    if (obstacle !== undefined) return refused(obstacle);
    if (offer === undefined) return refused({ kind: 'no-offer' });
    const phoneNumber = drawPhoneNumber(
      countryOf(this.catalog, offer),
      (number) => this.wasRented(number),
      this.#phoneDraw,
    );
    if (phoneNumber === undefined) return refused({ kind: 'no-offer' });
    this.inventory.take(offer.id);
    return done(this.#open(this.#termsOf(offer), phoneNumber, now));
  }

  #termsOf(offer: Offer): Terms {
    return {
      productId: offer.id,
      catalogProductId: offer.catalogProductId,
      operator: offer.operator,
      country: countryOf(this.catalog, offer).slug,
      platform: serviceOf(this.catalog, offer).code,
      amount: offer.price,
    };
  }

  #open(terms: Terms, phoneNumber: string, now: number): Order {
    const order: Order = {
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
    };
    post(this.ledger, { kind: 'charge', at: now, amount: -order.amount, orderId: order.id });
    this.#put(order);
    this.#idByRef.set(order.ref, order.id);
    const digits = digitsOf(phoneNumber);
    this.#idsByNumber.set(digits, [...(this.#idsByNumber.get(digits) ?? []), order.id]);
    this.#unsettled.add(order.id);
    this.#announce({ kind: 'created', at: now, order });
    return order;
  }

  #close(order: Order, now: number): void {
    if (!this.#unsettled.delete(order.id)) return;
    const at = closedAt(order, now) ?? now;
    if (owesRefund(order, now)) {
      post(this.ledger, { kind: 'refund', at, amount: order.amount, orderId: order.id });
      if (this.#ordersOn(order.phoneNumber).length === 1) this.inventory.giveBack(order.productId);
    }
    const status = statusAt(order, now);
    if (status === 'waiting' || status === 'otp-received') return;
    this.#announce({ kind: status, at, order });
  }

  #ordersOn(phoneNumber: string): readonly Order[] {
    const ids = this.#idsByNumber.get(digitsOf(phoneNumber)) ?? [];
    return ids.map((id) => this.#orders.get(id)).filter((order) => order !== undefined);
  }

  #put(order: Order): Order {
    this.#orders.set(order.id, order);
    return order;
  }
}

type Terms = Pick<
  Order,
  'productId' | 'catalogProductId' | 'operator' | 'country' | 'platform' | 'amount'
>;

function intervention(order: Order, change: 'expire' | 'cancel' | 'finish', now: number): Order {
  switch (change) {
    case 'expire':
      return { ...order, expiresAt: now };
    case 'cancel':
      return { ...order, closing: { kind: 'cancelled', at: now, by: 'provider' } };
    case 'finish':
      return { ...order, closing: { kind: 'finished', at: now } };
  }
}
