import type { Dialect } from '../api/surface.ts';

export type WebhookSettings = {
  readonly url: string | undefined;
  /** Deliveries are signed when there is one. */
  readonly secret: string | undefined;
  /** Whose body the deliveries have. */
  readonly shape: Dialect;
  readonly enabled: boolean;
  readonly failuresInARow: number;
};

export type WebhookChange = {
  readonly url?: string | null | undefined;
  /** `null`: a new one is made. */
  readonly secret?: string | null | undefined;
  readonly shape?: Dialect | undefined;
};

/** Failures in a row after which delivery is switched off. */
const FAILURES_ALLOWED = 10;

export const NO_WEBHOOK: WebhookSettings = {
  url: undefined,
  secret: undefined,
  shape: 'openapi',
  enabled: true,
  failuresInARow: 0,
};

/** Any change switches delivery on again. */
export function changed(
  settings: WebhookSettings,
  change: WebhookChange,
  newSecret: () => string,
): WebhookSettings {
  const shape = change.shape ?? settings.shape;
  const url = change.url === undefined ? settings.url : (change.url ?? undefined);
  const kept = change.secret === undefined ? settings.secret : (change.secret ?? undefined);
  // The openapi dialect makes a secret by itself; the guide documents no signature at all.
  const needsOne = change.secret === null || (shape === 'openapi' && url !== undefined);
  return {
    url,
    secret: kept ?? (needsOne ? newSecret() : undefined),
    shape,
    enabled: true,
    failuresInARow: 0,
  };
}

export function afterDelivery(settings: WebhookSettings, delivered: boolean): WebhookSettings {
  if (delivered) return { ...settings, failuresInARow: 0 };
  const failuresInARow = settings.failuresInARow + 1;
  return { ...settings, failuresInARow, enabled: failuresInARow < FAILURES_ALLOWED };
}

/** The provider takes public HTTPS addresses only; a sandbox must reach this machine as well. */
export function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && loopback);
}
