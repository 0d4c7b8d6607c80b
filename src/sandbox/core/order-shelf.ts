import { digitsOf } from '../catalog/phone-number.ts';
import { isOpen, type Order } from './order.ts';

/** Every order of the account, and where to find it. */
export class OrderShelf {
  readonly #orders = new Map<number, Order>();
  readonly #idByRef = new Map<string, number>();
  readonly #idsByNumber = new Map<string, number[]>();

  /** Puts a new order there, or the new state of one that was there. */
  put(order: Order): Order {
    if (!this.#orders.has(order.id)) {
      this.#idByRef.set(order.ref, order.id);
      const digits = digitsOf(order.phoneNumber);
      this.#idsByNumber.set(digits, [...(this.#idsByNumber.get(digits) ?? []), order.id]);
    }
    this.#orders.set(order.id, order);
    return order;
  }

  /** Oldest first. */
  all(): readonly Order[] {
    return [...this.#orders.values()];
  }

  /** By either dialect's name for it. */
  find(name: number | string): Order | undefined {
    const id = typeof name === 'number' ? name : this.#idByRef.get(name);
    return id === undefined ? undefined : this.#orders.get(id);
  }

  /** A number has more than one order when it was reactivated. */
  on(phoneNumber: string): readonly Order[] {
    const ids = this.#idsByNumber.get(digitsOf(phoneNumber)) ?? [];
    return ids.map((id) => this.#orders.get(id)).filter((order) => order !== undefined);
  }

  openOn(phoneNumber: string, now: number): Order | undefined {
    return this.on(phoneNumber).findLast((order) => isOpen(order, now));
  }
}
