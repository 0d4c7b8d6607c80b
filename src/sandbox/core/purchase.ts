import { countryOf, serviceOf, type Catalog } from '../catalog/catalog.ts';
import { drawPhoneNumber } from '../catalog/phone-number.ts';
import type { Account, Terms } from './account.ts';
import { chooseOffer, type Wanted } from './choose-offer.ts';
import type { Offer } from './inventory.ts';
import { statusAt, type Order } from './order.ts';
import { done, refused, type Outcome, type Refusal } from './refusal.ts';

export type Bought = { readonly orders: readonly Order[]; readonly failed: number };

/** Buys as many as it can. Only if it can buy none does it say why. */
export function buy(
  account: Account,
  wanted: Wanted,
  quantity: number,
  now: number,
): Outcome<Bought> {
  account.settle(now);
  const orders: Order[] = [];
  let refusal: Refusal | undefined;
  while (orders.length < quantity && refusal === undefined) {
    const bought = buyOne(account, wanted, now);
    if (bought.ok) orders.push(bought.value);
    else refusal = bought.refusal;
  }
  if (orders.length === 0 && refusal !== undefined) return refused(refusal);
  return done({ orders, failed: quantity - orders.length });
}

/** A completed order's number can be rented again while nobody rents it. */
export function canReactivate(account: Account, order: Order, now: number): boolean {
  const rented = account.openOrderOn(order.phoneNumber, now) !== undefined;
  return statusAt(order, now) === 'completed' && !rented;
}

/** What another code on this order's number costs: what the first one did. Not documented. */
export function reactivationCost(account: Account, id: number, now: number): Outcome<number> {
  return account.with(id, now, (order) =>
    canReactivate(account, order, now)
      ? done(order.amount)
      : refused({ kind: 'wrong-state', status: statusAt(order, now), wanted: 'reactivated' }),
  );
}

export function reactivate(
  account: Account,
  id: number,
  maxPrice: number | undefined,
  now: number,
): Outcome<Order> {
  const cost = reactivationCost(account, id, now);
  if (!cost.ok) return cost;
  return account.with(id, now, (order) => {
    const obstacle = obstacleTo(account, cost.value, now);
    if (obstacle !== undefined) return refused(obstacle);
    if (cost.value > (maxPrice ?? Infinity)) return refused({ kind: 'no-offer' });
    return done(account.open(order, order.phoneNumber, now));
  });
}

function buyOne(account: Account, wanted: Wanted, now: number): Outcome<Order> {
  const offer = chooseOffer(account.inventory.offers(), wanted);
  const obstacle = obstacleTo(account, offer?.price ?? 0, now);
  if (obstacle !== undefined) return refused(obstacle);
  if (offer === undefined) return refused({ kind: 'no-offer' });
  const phoneNumber = drawPhoneNumber(
    countryOf(account.catalog, offer),
    (number) => account.wasRented(number),
    account.phoneDraw,
  );
  if (phoneNumber === undefined) return refused({ kind: 'no-offer' });
  account.inventory.take(offer.id);
  return done(account.open(termsOf(offer, account.catalog), phoneNumber, now));
}

function obstacleTo(account: Account, price: number, now: number): Refusal | undefined {
  const ban = account.guard.banAt(now);
  if (ban !== undefined) {
    return { kind: 'banned', ...ban, retryAfterSeconds: Math.ceil((ban.until - now) / 1000) };
  }
  const { balance } = account.ledger;
  return balance < price ? { kind: 'low-balance', balance, price } : undefined;
}

function termsOf(offer: Offer, catalog: Catalog): Terms {
  return {
    productId: offer.id,
    catalogProductId: offer.catalogProductId,
    operator: offer.operator,
    country: countryOf(catalog, offer).slug,
    platform: serviceOf(catalog, offer).code,
    amount: offer.price,
  };
}
