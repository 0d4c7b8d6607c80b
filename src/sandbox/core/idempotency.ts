/**
 * A key's memory. Only what committed is kept: a refusal leaves the key as if it had never been
 * seen. How long the provider keeps a key is not documented (elsewhere 10 minutes to 24 hours).
 */
type Kept<Reply> = {
  readonly fingerprint: string;
  readonly at: number;
  /** `undefined` while the first try is still settling. */
  readonly reply: Reply | undefined;
};

export type KeyState<Reply> =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'replay'; readonly reply: Reply }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'reused' };

export class IdempotencyKeys<Reply> {
  readonly #keepSeconds: number;
  readonly #kept = new Map<string, Kept<Reply>>();

  constructor(keepSeconds: number) {
    this.#keepSeconds = keepSeconds;
  }

  look(key: string, fingerprint: string, now: number): KeyState<Reply> {
    const kept = this.#kept.get(key);
    if (kept === undefined) return { kind: 'fresh' };
    if (kept.reply !== undefined && now >= kept.at + this.#keepSeconds * 1000) {
      this.#kept.delete(key);
      return { kind: 'fresh' };
    }
    if (kept.fingerprint !== fingerprint) return { kind: 'reused' };
    return kept.reply === undefined
      ? { kind: 'in-progress' }
      : { kind: 'replay', reply: kept.reply };
  }

  hold(key: string, fingerprint: string, now: number): void {
    this.#kept.set(key, { fingerprint, at: now, reply: undefined });
  }

  keep(key: string, fingerprint: string, reply: Reply, now: number): void {
    this.#kept.set(key, { fingerprint, at: now, reply });
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
