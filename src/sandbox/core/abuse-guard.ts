/** How often one may cancel without ever having got an SMS. The real thresholds are not documented. */
export type AbuseRules = {
  /** Bans creation at this many cancels without an SMS inside the window; `undefined`: never. */
  readonly bansAtCancels: number | undefined;
  readonly withinSeconds: number;
  readonly banSeconds: number;
  /** Most cancels in one day (UTC); `undefined`: no cap. */
  readonly cancelsPerDay: number | undefined;
};

export const NO_ABUSE_GUARD: AbuseRules = {
  bansAtCancels: undefined,
  withinSeconds: 3600,
  banSeconds: 14_400,
  cancelsPerDay: undefined,
};

export type Ban = { readonly until: number; readonly tier: number };

const DAY = 86_400_000;

export class AbuseGuard {
  readonly #rules: AbuseRules;
  #cancels: number[] = [];
  #today = { day: -1, count: 0 };
  #ban: Ban | undefined;
  #tier = 0;

  constructor(rules: AbuseRules) {
    this.#rules = rules;
  }

  banAt(now: number): Ban | undefined {
    return this.#ban !== undefined && now < this.#ban.until ? this.#ban : undefined;
  }

  /** Each ban raises the tier; whether the real one also gets longer is not documented. */
  ban(now: number, seconds: number = this.#rules.banSeconds): Ban {
    this.#tier += 1;
    this.#ban = { until: now + seconds * 1000, tier: this.#tier };
    this.#cancels = [];
    return this.#ban;
  }

  lift(): void {
    this.#ban = undefined;
  }

  /** Seconds until the daily cap allows a cancel again, or `undefined` when it allows one now. */
  cancelCapped(now: number): number | undefined {
    const day = Math.floor(now / DAY);
    const cap = this.#rules.cancelsPerDay;
    if (cap === undefined || this.#today.day !== day || this.#today.count < cap) return undefined;
    return Math.ceil(((day + 1) * DAY - now) / 1000);
  }

  cancelled(withoutSms: boolean, now: number): void {
    const day = Math.floor(now / DAY);
    this.#today = { day, count: this.#today.day === day ? this.#today.count + 1 : 1 };
    if (!withoutSms) return;
    const since = now - this.#rules.withinSeconds * 1000;
    this.#cancels = [...this.#cancels.filter((at) => at > since), now];
    const limit = this.#rules.bansAtCancels;
    if (limit !== undefined && this.#cancels.length >= limit) this.ban(now);
  }
}
