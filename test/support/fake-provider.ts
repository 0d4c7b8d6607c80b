import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import type { Offer } from '../../src/domain/offer.ts';
import type { Dialect, Order } from '../../src/domain/order.ts';
import type { RefusalReason } from '../../src/domain/release-plan.ts';
import type {
  CallLimits,
  ClosingReply,
  OrderPage,
  Provider,
  PurchaseReply,
  PurchaseRequest,
  ResendReply,
} from '../../src/domain/provider.ts';

type LostHow = Extract<PurchaseReply, { outcome: 'lost' }>['how'];

/** An answer, or how it comes about; a failure rejects. */
export type Answer<T> = T | Failure | (() => T | Failure | Promise<T>);

/** Answers in turn; the last one stays. */
export interface Script {
  balance?: Answer<number>[];
  /** By country, or `any`. */
  offers?: Record<string, Answer<Offer[]>>;
  /** What the catalog says of the wished countries; nothing, where it knows them. */
  unknownCountry?: Failure;
  purchase?: Answer<PurchaseReply>[];
  /** By order id. */
  order?: Record<string, Answer<Order>[]>;
  openOrders?: Answer<Order[]>[];
  /** Entries of the list of open orders that cannot be read. */
  unreadable?: number;
  newestOrders?: Answer<OrderPage>[];
  cancel?: Answer<ClosingReply>[];
  finish?: Answer<ClosingReply>[];
  resend?: Answer<ResendReply>[];
}

export const done: ClosingReply = { outcome: 'done', refund: 4_500, confirmed: true };

/** A closing call that was refused; `why` follows the kind where the test does not say. */
export function refused(
  kind: FailureKind,
  retryAt: number | null = null,
  why: RefusalReason = WHY[kind] ?? 'unclear',
): ClosingReply {
  return { outcome: 'refused', failure: failure(kind), why, retryAt };
}

const WHY: Partial<Record<FailureKind, RefusalReason>> = {
  unauthorized: 'final',
  forbidden: 'final',
  interrupted: 'final',
  'not-found': 'unknown-order',
  'rate-limited': 'too-many',
};

export const bought = (...orders: Order[]): PurchaseReply => ({ outcome: 'bought', orders });
export const soldOut: PurchaseReply = { outcome: 'sold-out' };
export const no = (kind: FailureKind): PurchaseReply => ({
  outcome: 'refused',
  failure: failure(kind),
});
export const lost = (how: LostHow, kind: FailureKind = 'network'): PurchaseReply => ({
  outcome: 'lost',
  how,
  failure: failure(kind, 'the connection was cut'),
});

export function failure(kind: FailureKind, message: string = kind): Failure {
  return new Failure(kind, message);
}

/** A provider that answers by script and logs each call. */
export class FakeProvider implements Provider {
  readonly dialect: Dialect;
  readonly script: Script;
  readonly openOrders: Provider['openOrders'];
  readonly newestOrders: Provider['newestOrders'];
  readonly finish: Provider['finish'];
  readonly resend: Provider['resend'];
  /** Set by a test to say that answers were "too many requests". */
  rateLimited = 0;
  readonly purchases: PurchaseRequest[] = [];
  readonly requiredCountries: (readonly string[])[] = [];
  readonly limits: CallLimits[] = [];
  readonly #log: (entry: string) => void;
  readonly #used = new Map<string, number>();

  constructor(dialect: Dialect, script: Script, log: (entry: string) => void) {
    this.dialect = dialect;
    this.script = script;
    this.#log = log;
    const openapi = dialect === 'openapi';
    this.openOrders = openapi
      ? async (limits) => ({
          orders: await this.#next('open-orders', script.openOrders, limits),
          unreadable: script.unreadable ?? 0,
        })
      : null;
    this.newestOrders = openapi
      ? (offset, limits) =>
          this.#next(`newest-orders ${String(offset)}`, script.newestOrders, limits, 'newest')
      : null;
    this.finish = openapi
      ? (id, limits) => this.#next(`finish ${id}`, script.finish, limits, 'finish')
      : null;
    this.resend = openapi
      ? (id, limits) => this.#next(`resend ${id}`, script.resend, limits, 'resend')
      : null;
  }

  balance(limits: CallLimits): Promise<number> {
    return this.#next('balance', this.script.balance, limits);
  }

  offers(country: string | null, platform: string | null, limits: CallLimits): Promise<Offer[]> {
    const answer = this.script.offers?.[country ?? 'any'] ?? [];
    const name = `offers ${country ?? 'any'} ${platform ?? 'any'}`;
    return this.#next(name, [answer], limits);
  }

  async requireCountries(countries: readonly string[]): Promise<void> {
    this.requiredCountries.push(countries);
    const { unknownCountry } = this.script;
    if (unknownCountry !== undefined) throw unknownCountry;
    await Promise.resolve();
  }

  forgetOffers(): void {
    this.#log('forget-offers');
  }

  purchaseRequest(
    what: Parameters<Provider['purchaseRequest']>[0],
    idempotencyKey: string,
  ): PurchaseRequest {
    const body =
      'productId' in what
        ? { product_id: what.productId }
        : {
            product_id: what.offer.productId,
            ...(what.bestSuccess ? { policy: 'best_success', max_price: what.maxPrice } : {}),
          };
    return { path: '/orders', body: JSON.stringify(body), idempotencyKey };
  }

  purchase(request: PurchaseRequest, limits: CallLimits): Promise<PurchaseReply> {
    this.purchases.push(request);
    const name = `purchase ${request.body} ${request.idempotencyKey}`;
    return this.#next(name, this.script.purchase, limits, 'purchase');
  }

  order(id: string, limits: CallLimits): Promise<Order> {
    return this.#next(`order ${id}`, this.script.order?.[id], limits);
  }

  cancel(id: string, limits: CallLimits): Promise<ClosingReply> {
    return this.#next(`cancel ${id}`, this.script.cancel, limits, 'cancel');
  }

  releaseCommand(id: string, how: 'cancel' | 'finish'): string {
    return `curl ${how} ${id}`;
  }

  listCommand(): string | null {
    return this.dialect === 'openapi' ? 'curl list' : null;
  }

  rateLimitedAnswers(): number {
    return this.rateLimited;
  }

  async #next<T>(
    name: string,
    answers: Answer<T>[] | undefined,
    limits: CallLimits,
    group: string = name,
  ): Promise<T> {
    this.#log(name);
    this.limits.push(limits);
    const used = this.#used.get(group) ?? 0;
    this.#used.set(group, used + 1);
    const answer = answers?.[Math.min(used, answers.length - 1)];
    if (answer === undefined) throw new Error(`The script has no answer to "${name}".`);
    const value = answer instanceof Function ? await answer() : answer;
    if (value instanceof Failure) throw value;
    return value;
  }
}
