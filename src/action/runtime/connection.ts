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
  ports: { clock: Clock; reporter: Reporter },
  limits: CallLimits,
): Promise<Provider> {
  const { clock, reporter } = ports;
  const budget = openBudget(wish.requestsPerMinute, wish.parallelJobs, clock.now());
  const caller = new Caller(wish.apiUrl, wish.token, budget, {
    http: createHttp(USER_AGENT),
    clock,
    onRequest: () => {
      meter.requests += 1;
    },
    onRetry: (line) => {
      reporter.info(line);
    },
  });
  return connect(wish.dialect, caller, new Remembered(store, clock), wish.catalogTtlMs, limits);
}
