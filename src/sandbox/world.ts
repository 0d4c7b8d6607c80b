import { buildCatalog } from './catalog/build-catalog.ts';
import { chance, type Seed } from './chance.ts';
import type { Clock } from './clock.ts';
import { NO_ABUSE_GUARD } from './core/abuse-guard.ts';
import { Account, type AccountEvent } from './core/account.ts';
import { canReactivate } from './core/purchase.ts';
import { type AutoReply, type SandboxOptions, windowSettings } from './options.ts';
import { Phones } from './phones.ts';
import type { Provider } from './provider.ts';
import { guidePayload, openapiPayload } from './webhooks/payload.ts';
import { Webhooks, type PostWebhook } from './webhooks/webhooks.ts';

/** The provider and the phones, with the things that happen by themselves. No sockets here. */
export type World = { readonly provider: Provider; readonly phones: Phones };

export function createWorld(
  options: SandboxOptions,
  seed: Seed,
  clock: Clock,
  post: PostWebhook,
): World {
  const listeners: ((event: AccountEvent) => void)[] = [];
  const account = new Account(
    buildCatalog(options.catalog ?? {}, seed),
    {
      openingBalance: options.openingBalance ?? 150_000,
      expiresAfterSeconds: options.expiresAfterSeconds ?? 1200,
      phoneAfterSeconds: options.phoneAfterSeconds ?? 0,
      abuse: { ...NO_ABUSE_GUARD, ...options.abuseGuard },
    },
    seed,
    (event) => {
      for (const listener of listeners) listener(event);
    },
  );
  const settings = windowSettings(options);
  const windows = {
    guide: { ...settings, cancelAfterSeconds: settings.cancelAfterSeconds.guide },
    openapi: { ...settings, cancelAfterSeconds: settings.cancelAfterSeconds.openapi },
  };
  const secrets = chance(seed, 'webhook secret');
  const webhooks = new Webhooks(clock, post, () => `whsec_${secrets.digits(32)}`);
  if (options.webhook !== undefined) webhooks.change({ shape: 'openapi', ...options.webhook });
  const provider: Provider = {
    account,
    windows,
    webhooks,
    guideListsCountries: options.guideListsCountries ?? false,
  };
  const phones = new Phones(account);

  listeners.push((event) => {
    if (event.kind !== 'created') return;
    // Everything settles on its next reading anyway; webhooks must not wait for a reader.
    clock.at(event.order.expiresAt, () => {
      account.settle(clock.now());
    });
  });
  listeners.push((event) => {
    const payload =
      webhooks.settings().shape === 'guide'
        ? guidePayload(event)
        : openapiPayload(event, windows.openapi, canReactivate(account, event.order, event.at));
    if (payload !== undefined) webhooks.deliver(payload);
  });
  if (options.autoReply !== undefined) {
    listeners.push(autoReplies(options.autoReply, phones, clock, seed));
  }
  return { provider, phones };
}

function autoReplies(
  settings: AutoReply,
  phones: Phones,
  clock: Clock,
  seed: Seed,
): (event: AccountEvent) => void {
  const draw = chance(seed, 'automatic replies');
  return (event) => {
    if (event.kind !== 'created' && event.kind !== 'resend') return;
    if (draw.fraction() >= (settings.probability ?? 1)) return;
    const code = draw.digits(6);
    const text = (settings.text ?? 'Your code is {code}').replaceAll('{code}', code);
    clock.at(event.at + settings.afterSeconds * 1000, () => {
      phones.receive({ to: event.order.phoneNumber, text, code }, clock.now());
    });
  };
}
