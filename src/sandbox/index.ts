import { randomBytes } from 'node:crypto';
import { Api } from './api/api.ts';
import { RequestLog } from './api/request-log.ts';
import { chance } from './chance.ts';
import { runningClock, type Clock } from './clock.ts';
import { readBooks } from './control/account-routes.ts';
import { answerControl } from './control/control.ts';
import { requestView, type BooksView, type RequestView } from './control/views.ts';
import { IdempotencyKeys } from './core/idempotency.ts';
import { RateLimit } from './core/rate-limit.ts';
import type { FaultRule } from './faults/fault.ts';
import { FaultRules } from './faults/fault-rules.ts';
import { serve, type RunningServer } from './http/server.ts';
import type { SandboxOptions } from './options.ts';
import type { Delivery, IncomingSms } from './phones.ts';
import type { Stage } from './stage.ts';
import { wallTime } from './wall-time.ts';
import { postWebhook } from './webhooks/post-webhook.ts';
import { createWorld } from './world.ts';
import { applyChange } from './world-change.ts';

export { fakeClock, type Clock } from './clock.ts';
export type { BooksView, RequestView } from './control/views.ts';
export type { FaultRule } from './faults/fault.ts';
export type { SandboxOptions } from './options.ts';
export type { Delivery, IncomingSms } from './phones.ts';

export type Sandbox = {
  /** Base that speaks both dialects, like `http://127.0.0.1:8080/v1`. */
  readonly url: string;
  readonly guideUrl: string;
  readonly openapiUrl: string;
  /** Without a slash at the end. */
  readonly controlUrl: string;
  readonly token: string;
  readonly clock: Clock;
  /** What `POST /sms` does, without the HTTP. */
  readonly deliver: (sms: IncomingSms) => Delivery;
  readonly books: () => BooksView;
  readonly requests: () => readonly RequestView[];
  readonly addFault: (rule: FaultRule) => void;
  readonly clearFaults: () => void;
  /** Resolves when no webhook is on its way. */
  readonly webhooksIdle: () => Promise<void>;
  /** Resolves once the sandbox has stopped, by `stop` or over the control port. */
  readonly stopped: Promise<void>;
  readonly stop: () => Promise<void>;
};

const MEGABYTE = 1024 * 1024;

/** Starts the provider and its control port. Rejects when a port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const seed = options.seed ?? 1;
  const clock = options.clock ?? runningClock(wallTime, options.speed);
  const token = options.token ?? `sandbox_${randomBytes(16).toString('hex')}`;
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
  const apiServer = await serve({ host, port: options.port ?? 0, bodyLimit: MEGABYTE }, (request) =>
    api.answer(request),
  );
  const origin = `http://${host}:${apiServer.port}`;

  let controlOrigin = '';
  const addresses = () => ({
    url: `${origin}/v1`,
    guide_url: `${origin}/guide/v1`,
    openapi_url: `${origin}/openapi/v1`,
    control_url: controlOrigin,
  });
  const servers: RunningServer[] = [apiServer];
  const { promise: stopped, stop } = stopOnce(servers, clock);
  const stage: Stage = {
    world,
    clock,
    faults,
    log,
    addresses,
    requestStop: () => void setImmediate(() => void stop()),
  };
  try {
    const controlServer = await serve(
      { host, port: options.controlPort ?? 0, bodyLimit: 10 * MEGABYTE },
      (request) => answerControl(request, stage),
    );
    servers.push(controlServer);
    controlOrigin = `http://${host}:${controlServer.port}`;
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url: addresses().url,
    guideUrl: addresses().guide_url,
    openapiUrl: addresses().openapi_url,
    controlUrl: controlOrigin,
    token,
    clock,
    deliver: (sms) => world.phones.receive(sms, clock.now()),
    books: () => readBooks(stage),
    requests: () => log.records().map(requestView),
    addFault: (rule) => {
      faults.add(rule);
    },
    clearFaults: () => {
      faults.clear();
    },
    webhooksIdle: () => world.provider.webhooks.idle(),
    stopped,
    stop,
  };
}

/** Stops once, however often it is asked to. */
function stopOnce(servers: readonly RunningServer[], clock: Clock) {
  let resolveStopped: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    resolveStopped = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      clock.stop();
      await Promise.all(servers.map((server) => server.stop()));
      resolveStopped();
    })();
    return stopping;
  };
  return { promise, stop };
}
