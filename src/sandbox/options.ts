import type { CatalogSpec } from './catalog/build-catalog.ts';
import type { Seed } from './chance.ts';
import type { Clock } from './clock.ts';
import type { AbuseRules } from './core/abuse-guard.ts';
import type { Dialect } from './api/surface.ts';
import type { FaultRule } from './faults/fault.ts';
import type { PostWebhook } from './webhooks/webhooks.ts';

/** Sends an SMS to each new order by itself, and again after each resend. */
export type AutoReply = {
  /** Sandbox seconds after the order or the resend. */
  readonly afterSeconds: number;
  /** `{code}` stands for six drawn digits. Default: `Your code is {code}`. */
  readonly text?: string;
  /** Share of the orders that get one, 0 to 1. Default: 1. */
  readonly probability?: number;
};

export type SandboxOptions = {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Default: a random one. */
  readonly token?: string;
  /** A token that is valid and may do nothing (403). Default: there is none. */
  readonly forbiddenToken?: string;
  /** The same seed gives the same catalog, numbers, order ids and drawn faults. Default: 1. */
  readonly seed?: Seed;
  /** Default: the machine's time, `speed` times as fast. */
  readonly clock?: Clock;
  /** Sandbox seconds in a real second. Default: 1. Not used with a `clock`. */
  readonly speed?: number;
  /** IDR. Default: 150000. */
  readonly openingBalance?: number;
  /** Default: guide 0, openapi 120. One number sets both. */
  readonly cancelAfterSeconds?: number | Partial<Readonly<Record<Dialect, number>>>;
  /** Default: 1200. */
  readonly expiresAfterSeconds?: number;
  /** Default: 30; what the provider's is, is not documented. */
  readonly resendAfterSeconds?: number;
  /** How long an openapi order hides its number after the purchase. Default: 0. */
  readonly phoneAfterSeconds?: number;
  /** How long an idempotency key is remembered. Default: 600. */
  readonly idempotencySeconds?: number;
  /** Requests a minute of one token. Default: 300. */
  readonly ratePerMinute?: number;
  readonly catalog?: CatalogSpec;
  /** Whether the guide dialect answers `GET catalog/countries` too. Default: no. */
  readonly guideListsCountries?: boolean;
  /** Default: never bans, no daily cap; the real thresholds are not documented. */
  readonly abuseGuard?: Partial<AbuseRules>;
  readonly webhook?: {
    readonly url: string;
    readonly secret?: string;
    /** Default: openapi. Without a `secret`, openapi makes one and guide does not sign. */
    readonly shape?: Dialect;
  };
  readonly autoReply?: AutoReply;
  readonly faults?: readonly FaultRule[];
  /** Carries webhooks. Default: over the network. */
  readonly postWebhook?: PostWebhook;
};

export type Settings = {
  readonly cancelAfterSeconds: Readonly<Record<Dialect, number>>;
  readonly resendAfterSeconds: number;
};

export function windowSettings(options: SandboxOptions): Settings {
  const given = options.cancelAfterSeconds;
  const cancel = typeof given === 'number' ? { guide: given, openapi: given } : given;
  return {
    cancelAfterSeconds: { guide: cancel?.guide ?? 0, openapi: cancel?.openapi ?? 120 },
    resendAfterSeconds: options.resendAfterSeconds ?? 30,
  };
}
