import type { Clock } from '../clock.ts';
import {
  afterDelivery,
  changed,
  NO_WEBHOOK,
  type WebhookChange,
  type WebhookSettings,
} from './settings.ts';
import { signature } from './signature.ts';

export type Payload = { readonly event: string; readonly body: Readonly<Record<string, unknown>> };

/** Posts one webhook and says which status came back; rejects when none did. */
export type PostWebhook = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<number>;

export type Attempt = {
  readonly at: number;
  readonly event: string;
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** `undefined`: nobody answered. */
  readonly status: number | undefined;
  readonly body: string;
};

/** Seconds before each retry. Neither their number nor their length is documented. */
const RETRY_AFTER_SECONDS = [1, 2, 4, 8, 16];

export class Webhooks {
  readonly #clock: Clock;
  readonly #post: PostWebhook;
  readonly #newSecret: () => string;
  #settings = NO_WEBHOOK;
  readonly #attempts: Attempt[] = [];
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(clock: Clock, post: PostWebhook, newSecret: () => string) {
    this.#clock = clock;
    this.#post = post;
    this.#newSecret = newSecret;
  }

  settings(): WebhookSettings {
    return this.#settings;
  }

  change(change: WebhookChange): WebhookSettings {
    this.#settings = changed(this.#settings, change, this.#newSecret);
    return this.#settings;
  }

  attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  deliver(payload: Payload): void {
    void this.#attempt(payload.event, JSON.stringify(payload.body), 1);
  }

  /** `undefined` when there is nobody to send to; 0 when nobody answered. */
  async test(payload: Payload): Promise<number | undefined> {
    if (this.#settings.url === undefined) return undefined;
    return (await this.#send(payload.event, JSON.stringify(payload.body), 1)) ?? 0;
  }

  /** Resolves once nothing is on its way; retries that still wait for their time do not count. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  async #attempt(event: string, body: string, attempt: number): Promise<void> {
    if (this.#settings.url === undefined || !this.#settings.enabled) return;
    const status = await this.#send(event, body, attempt);
    const delivered = status !== undefined && status >= 200 && status < 300;
    this.#settings = afterDelivery(this.#settings, delivered);
    const wait = RETRY_AFTER_SECONDS[attempt - 1];
    if (delivered || wait === undefined) return;
    this.#clock.at(this.#clock.now() + wait * 1000, () => {
      void this.#attempt(event, body, attempt + 1);
    });
  }

  async #send(event: string, body: string, attempt: number): Promise<number | undefined> {
    const { url, secret } = this.#settings;
    if (url === undefined) return undefined;
    const headers = {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { 'x-webhook-signature': signature(secret, body) }),
    };
    const at = this.#clock.now();
    const sending = this.#post(url, headers, body).catch(() => undefined);
    this.#inFlight.add(sending);
    const status = await sending;
    this.#inFlight.delete(sending);
    this.#attempts.push({ at, event, url, attempt, status, body });
    return status;
  }
}
