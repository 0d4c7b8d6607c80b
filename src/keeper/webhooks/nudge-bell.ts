import type { Nudges, Reporter } from '../../domain/ports.ts';
import type { Webhook } from './parse-webhook.ts';

/** Hands on what webhooks say, from wherever they come, to whoever waits now. Keeps nothing. */
export class NudgeBell implements Nudges {
  readonly #reporter: Reporter;
  readonly #listeners = new Set<(orderId: string) => void>();
  readonly #ways = new Set<object>();
  #testWasSaid = false;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  subscribe(onNudge: (orderId: string) => void): () => void {
    const listener = (orderId: string): void => {
      onNudge(orderId);
    };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  isLive(): boolean {
    return this.#ways.size > 0;
  }

  /** Webhooks can come this way from now on. */
  open(way: object): void {
    this.#ways.add(way);
  }

  /** They cannot any more. */
  shut(way: object): void {
    this.#ways.delete(way);
  }

  /** @param webhook null for what was none: nobody is told */
  ring(webhook: Webhook | null): void {
    switch (webhook?.kind) {
      case undefined:
        return;
      case 'order':
        for (const listener of this.#listeners) listener(webhook.orderId);
        return;
      case 'test':
        if (!this.#testWasSaid) this.#reporter.info('The test webhook arrived.');
        this.#testWasSaid = true;
    }
  }
}
