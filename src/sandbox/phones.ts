import { digitsOf } from './catalog/phone-number.ts';
import type { Account } from './core/account.ts';
import { findCode } from './core/code-finder.ts';
import type { Order } from './core/order.ts';

export type IncomingSms = {
  readonly to: string;
  readonly text: string;
  /** Left out: the sandbox looks for it in the text. `null`: the provider found none. */
  readonly code?: string | null | undefined;
};

export type Delivery =
  | { readonly kind: 'delivered'; readonly order: Order }
  /** Kept all the same, so that a misdirected SMS can be seen. */
  | { readonly kind: 'undeliverable'; readonly reason: 'number-unknown' | 'number-closed' };

export type KeptSms = {
  readonly at: number;
  readonly to: string;
  readonly text: string;
  readonly code: string | null;
  readonly delivery: Delivery;
};

/** Where SMS arrive, whoever sends them and in whatever shape they came. */
export class Phones {
  readonly #account: Account;
  readonly #kept: KeptSms[] = [];

  constructor(account: Account) {
    this.#account = account;
  }

  receive(sms: IncomingSms, now: number): Delivery {
    const code = sms.code === undefined ? findCode(sms.text) : sms.code;
    const delivery = this.#route(sms, code, now);
    this.#kept.push({ at: now, to: sms.to, text: sms.text, code, delivery });
    return delivery;
  }

  kept(): readonly KeptSms[] {
    return this.#kept;
  }

  #route(sms: IncomingSms, code: string | null, now: number): Delivery {
    const order =
      digitsOf(sms.to) === ''
        ? undefined
        : this.#account.deliver(sms.to, { text: sms.text, code }, now);
    if (order !== undefined) return { kind: 'delivered', order };
    const known = this.#account.wasRented(sms.to);
    return { kind: 'undeliverable', reason: known ? 'number-closed' : 'number-unknown' };
  }
}
