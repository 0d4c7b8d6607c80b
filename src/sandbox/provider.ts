import type { Dialect } from './api/surface.ts';
import type { Account } from './core/account.ts';
import type { Windows } from './core/affordances.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** What stands behind the API, whichever dialect asks. */
export type Provider = {
  readonly account: Account;
  readonly windows: Readonly<Record<Dialect, Windows>>;
  readonly webhooks: Webhooks;
  /** The guide speaks of a look-up of countries but documents none; some servers may have it. */
  readonly guideListsCountries: boolean;
};
