import { getInput } from '@actions/core';
import { hostAndPort, relayUrl } from '../inputs/webhook-addresses.ts';
import { mask } from '../report/reporter.ts';
import type { NudgeWish } from '../runtime/nudges.ts';

/**
 * Where webhooks arrive while post waits, by its inputs as they are now: a secret is not put into the
 * state. Where they are empty, as in a nested composite action, post polls.
 */
export function nudgesOfPost(): NudgeWish {
  const secret = getInput('webhook-secret');
  const relay = getInput('webhook-relay');
  for (const hidden of [secret, relay]) mask(hidden);
  return {
    listen: hostAndPort.safeParse(getInput('webhook-listen')).data ?? null,
    secret,
    relay: relayUrl.safeParse(relay).data ?? null,
  };
}
