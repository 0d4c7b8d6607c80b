import type { Lease } from '../domain/lease.ts';
import { rankForSelfTest, type Offer } from '../domain/offer.ts';
import {
  nextPurchaseStep,
  type CountryState,
  type PurchaseLimits,
  type PurchaseState,
} from '../domain/purchase-plan.ts';
import type { CallLimits } from '../domain/provider.ts';
import { together } from './together.ts';
import { awaitNumber } from './await-number.ts';
import { buy, type Buying } from './buy.ts';
import { interruptedWhileRenting, productGone, refuseHigherPrice } from './not-rented.ts';
import type { Ports } from './ports.ts';

/** Longest that a step tries to rent; after it a replay of the purchase would not be safe either. */
const RENTING_TIME_MS = 5 * 60 * 1_000;

export interface RentWish {
  target:
    | { by: 'product'; productId: string; platform: string }
    /** `countries` empty: any country; `platform` null: any platform. For the self-test alone. */
    | { by: 'catalog'; countries: readonly string[]; platform: string | null };
  limits: PurchaseLimits;
  /** Prefer comfortable stock over the last rupiah. */
  selfTest: boolean;
  /** Whether this job alone uses the token; see `judgeBalance`. */
  alone: boolean;
}

/** One step's way to its numbers: what it has seen of catalog, stock and balance so far. */
export class RentSession {
  readonly #wish: RentWish;
  readonly #ports: Ports;
  readonly #deadline: number;
  #state: PurchaseState;
  #place = -1;

  constructor(wish: RentWish, ports: Ports) {
    this.#wish = wish;
    this.#ports = ports;
    this.#deadline = ports.clock.now() + RENTING_TIME_MS;
    this.#state = {
      platform: wish.target.platform ?? 'any platform',
      countries: countriesOf(wish).map((country) => ({ country, seen: false })),
      limits: wish.limits,
      soldOut: new Set(),
      balance: null,
    };
  }

  /** Place among the wished countries of the one that was bought in last; -1 where there is none. */
  get place(): number {
    return this.#place;
  }

  /**
   * The balance is read where it decides something: against `min-balance`, and on a server without
   * idempotency keys, where after a lost reply only the balance tells whether money was spent. It
   * is read beside the first catalog look-up.
   */
  async open(): Promise<void> {
    const { target } = this.#wish;
    const [first] = this.#state.countries;
    await together(this.#limits(), (limits) => [
      this.#knowBalance(limits),
      target.by === 'catalog' && first !== undefined
        ? this.#firstLookUp(first.country, limits)
        : Promise.resolve(),
    ]);
  }

  /** All wished names are checked before the first number is bought, not only the first. */
  async #firstLookUp(country: string, limits: CallLimits): Promise<void> {
    const named = this.#state.countries.map((wish) => wish.country);
    await this.#ports.provider.requireCountries(
      named.filter((name) => name !== ANY_COUNTRY),
      limits,
    );
    await this.#lookUp(country, limits);
  }

  /** Also after a purchase at an unknown price, from which the balance cannot be reckoned. */
  async #knowBalance(limits: CallLimits): Promise<void> {
    const { provider } = this.#ports;
    const needed = this.#wish.limits.minBalance !== null || provider.dialect === 'guide';
    if (!needed || this.#state.balance !== null) return;
    const balance = await provider.balance(limits);
    this.#state = { ...this.#state, balance };
  }

  /** @param onRented told at once, before anything else can fail, and again of a late number */
  async rentOne(onRented: (lease: Lease) => void): Promise<Lease> {
    for (;;) {
      if (this.#ports.stop.aborted) throw interruptedWhileRenting();
      await this.#knowBalance(this.#limits());
      const buying = await this.#nextBuying();
      if (buying === null) continue;
      const result = await buy(buying, this.#limits(), this.#ports);
      if (result === 'sold-out') {
        this.#markSoldOut(buying);
        continue;
      }
      for (const lease of result) onRented(lease);
      const [lease] = result;
      if (lease === undefined) continue;
      this.#reckon(buying, lease);
      refuseHigherPrice(lease, this.#wish.limits.maxPrice);
      if (lease.phoneNumber === '') {
        await awaitNumber(lease, this.#limits(), this.#ports);
        onRented(lease);
      }
      return lease;
    }
  }

  /** What to buy next, or null after a look-up that has to be judged first. */
  async #nextBuying(): Promise<Buying | null> {
    const { target, limits, alone } = this.#wish;
    const { balance } = this.#state;
    if (target.by === 'product') {
      const { productId, platform } = target;
      if (this.#state.soldOut.has(productId)) throw productGone(productId);
      // The plan judges the balance alone here: there is no country to look up.
      const step = nextPurchaseStep(this.#state);
      if (step.do === 'give-up' && step.failure.kind === 'low-balance') throw step.failure;
      const unknown = { country: '', countryCode: '', price: null };
      return { what: { productId }, ...unknown, platform, balance, alone };
    }
    const step = nextPurchaseStep(this.#state);
    switch (step.do) {
      case 'look-up':
        await this.#lookUp(step.country, this.#limits());
        return null;
      case 'give-up':
        throw step.failure;
      case 'buy':
        this.#place = this.#state.countries.findIndex(
          (wished) => wished.seen && wished.offers.includes(step.offer),
        );
        return {
          what: {
            offer: step.offer,
            bestSuccess: limits.policy === 'best-success',
            maxPrice: limits.maxPrice,
          },
          country: step.offer.country,
          countryCode: step.offer.countryCode,
          platform: step.offer.platform,
          price: step.offer.price,
          balance,
          alone,
        };
    }
  }

  async #lookUp(country: string, limits: CallLimits): Promise<void> {
    const { target, selfTest } = this.#wish;
    const wished = country === ANY_COUNTRY ? null : country;
    const offers = await this.#ports.provider.offers(wished, target.platform, limits);
    const seen = selfTest
      ? rankForSelfTest(offers.filter((o) => o.available > 0)).slice(0, 3)
      : offers;
    this.#setCountry({ country, seen: true, offers: seen });
  }

  #setCountry(next: CountryState): void {
    const countries = this.#state.countries.map((c) => (c.country === next.country ? next : c));
    this.#state = { ...this.#state, countries };
  }

  #markSoldOut(buying: Buying): void {
    const productId = productOf(buying);
    this.#ports.reporter.info(`Product ${productId} is sold out; trying the next one.`);
    this.#ports.provider.forgetOffers();
    const gone = [...this.#state.soldOut, productId, ...this.#soldTogether(buying)];
    this.#state = { ...this.#state, soldOut: new Set(gone) };
  }

  /** Where the provider chose among all offers of a catalog product, it had none of any of them. */
  #soldTogether({ what }: Buying): string[] {
    if (!('offer' in what) || !what.bestSuccess || what.offer.catalogProductId === null) return [];
    const { catalogProductId } = what.offer;
    const seen = this.#state.countries.flatMap((c) => (c.seen ? c.offers : []));
    return seen.filter((o) => o.catalogProductId === catalogProductId).map((o) => o.productId);
  }

  /** Read once, then reckoned: each purchase lowers the balance by its price. */
  #reckon(buying: Buying, lease: Lease): void {
    const { balance } = this.#state;
    const price = lease.price ?? buying.price;
    if (balance !== null) {
      this.#state = { ...this.#state, balance: price === null ? null : balance - price };
    }
    const used = (offer: Offer): Offer =>
      offer.productId === productOf(buying) ? { ...offer, available: offer.available - 1 } : offer;
    this.#state = {
      ...this.#state,
      countries: this.#state.countries.map((c) =>
        c.seen ? { ...c, offers: c.offers.map(used) } : c,
      ),
    };
  }

  #limits(): CallLimits {
    return { deadline: this.#deadline, signal: this.#ports.stop };
  }
}

/** Stands for "any" among the countries of a self-test that names none. */
const ANY_COUNTRY = 'any country';

function countriesOf({ target }: RentWish): readonly string[] {
  if (target.by === 'product') return [];
  return target.countries.length === 0 ? [ANY_COUNTRY] : target.countries;
}

function productOf({ what }: Buying): string {
  return 'offer' in what ? what.offer.productId : what.productId;
}
