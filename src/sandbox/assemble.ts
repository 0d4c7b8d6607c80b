import { Api } from './api/api.ts';
import { RequestLog } from './api/request-log.ts';
import { chance } from './chance.ts';
import type { Clock } from './clock.ts';
import { IdempotencyKeys } from './core/idempotency.ts';
import { RateLimit } from './core/rate-limit.ts';
import { FaultRules } from './faults/fault-rules.ts';
import type { SandboxOptions } from './options.ts';
import { postWebhook } from './webhooks/post-webhook.ts';
import { createWorld, type World } from './world.ts';
import { applyChange } from './world-change.ts';

/** The whole sandbox but for its sockets. */
export type Assembly = {
  readonly api: Api;
  readonly world: World;
  readonly faults: FaultRules;
  readonly log: RequestLog;
  readonly clock: Clock;
};

export function assemble(options: SandboxOptions, token: string, clock: Clock): Assembly {
  const seed = options.seed ?? 1;
  const world = createWorld(options, seed, clock, options.postWebhook ?? postWebhook);
  const faults = new FaultRules(chance(seed, 'faults'));
  for (const rule of options.faults ?? []) faults.add(rule);
  const log = new RequestLog();
  const requestIds = chance(seed, 'request ids');
  const api = new Api({
    provider: world.provider,
    gate: {
      token,
      forbiddenToken: options.forbiddenToken,
      rateLimit: new RateLimit(options.ratePerMinute ?? 300),
      keys: new IdempotencyKeys(options.idempotencySeconds ?? 600),
    },
    faults,
    log,
    clock,
    newRequestId: () => `req_${requestIds.digits(12)}`,
    change: (change, routed, body) => {
      applyChange(world, change, routed, body, clock.now());
    },
  });
  return { api, world, faults, log, clock };
}
