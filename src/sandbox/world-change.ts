import type { Routed } from './api/router.ts';
import { intervene } from './core/deeds.ts';
import type { OnTheWay } from './faults/fault.ts';
import { isOpen, type Order } from './core/order.ts';
import type { World } from './world.ts';

export type WorldChange = Exclude<OnTheWay, { kind: 'latency' }>;

/** Does what a rule says happens just before a request. What cannot happen, does not. */
export function applyChange(
  world: World,
  change: WorldChange,
  routed: Routed,
  body: string,
  now: number,
): void {
  const { account } = world.provider;
  switch (change.kind) {
    case 'stock_change':
      account.inventory.change(change.product_id, change);
      return;
    case 'order_change': {
      const order = affected(world, change.order, routed, body, now);
      if (order === undefined) return;
      if (change.change === 'sms') {
        const text = change.text ?? 'Your code is 123456';
        world.phones.receive({ to: order.phoneNumber, text, code: change.code }, now);
      } else {
        intervene(account, order.id, change.change, now);
      }
    }
  }
}

/** The order that the rule names, else the one that the request names, else the newest open one. */
function affected(
  { provider: { account } }: World,
  named: number | string | undefined,
  routed: Routed,
  body: string,
  now: number,
): Order | undefined {
  account.settle(now);
  if (named !== undefined) return account.order(named);
  const names = [routed.kind === 'route' ? orderName(routed.params['id']) : undefined, idIn(body)];
  const requested = names.find((name) => name !== undefined);
  if (requested !== undefined) return account.order(requested);
  return account.orders().findLast((order) => isOpen(order, now));
}

/** Digits are the openapi dialect's id, anything else the guide's. */
export function orderName(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function idIn(body: string): number | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
    return typeof id === 'number' ? id : undefined;
  } catch {
    return undefined;
  }
}
