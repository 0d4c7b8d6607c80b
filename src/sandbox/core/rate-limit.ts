const MINUTE = 60_000;

/**
 * Requests of each token in the last minute. Whether the provider counts in a sliding or a fixed
 * minute, and whether refused requests count, is not documented: sliding, and they do not.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #windows = new Map<string, Window>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** `undefined` when admitted, otherwise the whole seconds until the next request is. */
  admit(token: string, now: number): number | undefined {
    const window = this.#windows.get(token) ?? { times: [], first: 0 };
    this.#windows.set(token, window);
    slide(window, now);
    const oldest = window.times[window.first];
    if (oldest !== undefined && window.times.length - window.first >= this.#perMinute) {
      return Math.max(1, Math.ceil((oldest + MINUTE - now) / 1000));
    }
    window.times.push(now);
    return undefined;
  }
}

/** Times before `first` have left the window; a sped-up minute may hold very many. */
type Window = { times: number[]; first: number };

function slide(window: Window, now: number): void {
  while ((window.times[window.first] ?? Infinity) <= now - MINUTE) window.first += 1;
  if (window.first > window.times.length / 2) {
    window.times = window.times.slice(window.first);
    window.first = 0;
  }
}
