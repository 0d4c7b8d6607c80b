import { randomBytes } from 'node:crypto';
import { assemble } from './assemble.ts';
import { runningClock, type Clock } from './clock.ts';
import { readBooks } from './control/account-routes.ts';
import { answerControl } from './control/control.ts';
import { requestView, type BooksView, type RequestView } from './control/views.ts';
import type { FaultRule } from './faults/fault.ts';
import { serve, type RunningServer } from './http/server.ts';
import type { SandboxOptions } from './options.ts';
import type { Delivery, IncomingSms } from './phones.ts';
import type { Stage } from './stage.ts';
import { wallTime } from './wall-time.ts';

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
  const token = options.token ?? `sandbox_${randomBytes(16).toString('hex')}`;
  const clock = options.clock ?? runningClock(wallTime, options.speed);
  const { api, world, faults, log } = assemble(options, token, clock);

  const apiServer = await serve({ host, port: options.port ?? 0, bodyLimit: MEGABYTE }, (request) =>
    api.answer(request),
  );
  const servers: RunningServer[] = [apiServer];
  const { stopped, stop } = stopper(servers, clock);
  const origin = `http://${host}:${apiServer.port}`;
  let controlUrl = '';
  const stage: Stage = {
    world,
    clock,
    faults,
    log,
    addresses: () => ({
      url: `${origin}/v1`,
      guide_url: `${origin}/guide/v1`,
      openapi_url: `${origin}/openapi/v1`,
      control_url: controlUrl,
    }),
    requestStop: () => void setImmediate(() => void stop()),
  };
  try {
    const controlServer = await serve(
      { host, port: options.controlPort ?? 0, bodyLimit: 10 * MEGABYTE },
      (request) => answerControl(request, stage),
    );
    servers.push(controlServer);
    controlUrl = `http://${host}:${controlServer.port}`;
  } catch (error) {
    await stop();
    throw error;
  }

  const addresses = stage.addresses();
  return {
    url: addresses.url,
    guideUrl: addresses.guide_url,
    openapiUrl: addresses.openapi_url,
    controlUrl: addresses.control_url,
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
function stopper(servers: readonly RunningServer[], clock: Clock) {
  let resolveStopped: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
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
  return { stopped, stop };
}
