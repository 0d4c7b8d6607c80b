import type { Dialect } from '../../domain/order.ts';
import type { Clock, Reporter } from '../../domain/ports.ts';
import type { CallLimits, Provider } from '../../domain/provider.ts';
import { openBudget } from '../../domain/request-budget.ts';
import { Caller } from '../../smscode/caller.ts';
import { connect } from '../../smscode/connect.ts';
import { createHttp } from '../../smscode/http.ts';
import { Remembered, type Store } from '../../smscode/remembered.ts';

export interface ConnectionWish {
  apiUrl: URL;
  token: string;
  dialect: Dialect | 'auto';
  catalogTtlMs: number;
  requestsPerMinute: number;
  parallelJobs: number;
}

/** Counts the requests of this step, for the output `requests` and the summary. */
export interface RequestMeter {
  requests: number;
}

const USER_AGENT = 'virtual-number-action (GitHub Actions)';

export function openConnection(
  wish: ConnectionWish,
  store: Store,
  meter: RequestMeter,
  ports: ConnectionPorts,
  limits: CallLimits,
): Promise<Provider> {
  const caller = callerFor(wish, meter, ports);
  const remembered = new Remembered(store, ports.clock);
  return connect(wish.dialect, caller, remembered, wish.catalogTtlMs, limits);
}

interface ConnectionPorts {
  clock: Clock;
  reporter: Reporter;
}

export function callerFor(
  wish: Pick<ConnectionWish, 'apiUrl' | 'token' | 'requestsPerMinute' | 'parallelJobs'>,
  meter: RequestMeter,
  { clock, reporter }: ConnectionPorts,
): Caller {
  const budget = openBudget(wish.requestsPerMinute, wish.parallelJobs, clock.now());
  return new Caller(wish.apiUrl, wish.token, budget, {
    http: createHttp(USER_AGENT),
    clock,
    onRequest: () => {
      meter.requests += 1;
    },
    onRetry: (line) => {
      reporter.info(line);
    },
  });
}
