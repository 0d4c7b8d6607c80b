/**
 * Requests of one token in the last minute. Whether the provider counts in a sliding or a fixed
 * minute, and whether refused requests count, is not documented: sliding, and they do not.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #admitted = new Map<string, number[]>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** `undefined` when admitted, otherwise the whole seconds until the next request is. */
  admit(token: string, now: number): number | undefined {
    const times = (this.#admitted.get(token) ?? []).filter((at) => at > now - 60_000);
    this.#admitted.set(token, times);
    const oldest = times[0];
    if (times.length >= this.#perMinute) {
      return Math.max(1, Math.ceil(((oldest ?? now) + 60_000 - now) / 1000));
    }
    times.push(now);
    return undefined;
  }
}
