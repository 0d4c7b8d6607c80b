import pLimit from 'p-limit';
import type * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { Clock } from '../domain/ports.ts';
import type { CallLimits } from '../domain/provider.ts';
import { takeRequest, type RequestBudget } from '../domain/request-budget.ts';
import { parseData, understand } from './answer.ts';
import type { CallResult, Endpoint } from './call.ts';
import { budgetSpent, elsewhere, pathOnly, reasonOf, stopped, withoutTime } from './call-words.ts';
import { failureOfFault } from './errors.ts';
import { isSettling, retryRule, stillSettling } from './retry-rule.ts';
import { HttpFault, type Http, type HttpReply } from './http.ts';
import { backOff, OUTAGE_RETRIES, RATE_LIMIT_RETRIES } from './retry.ts';

/** The provider's guide and its clients use 10 s as well. */
const REQUEST_TIMEOUT_MS = 10_000;

/** What was sent within the deadline may be answered so long after it, and nothing longer. */
const LAST_ANSWER_MS = 5_000;

/** Keeps a job that gives back many orders at once a good neighbour. */
const REQUESTS_IN_FLIGHT = 10;

export interface CallerPorts {
  http: Http;
  clock: Clock;
  /** Called for each request that leaves, so that a step can say how many it made. */
  onRequest: () => void;
  /** Told when a retry is slept for, so that a quiet minute in the log has a reason. */
  onRetry: (line: string) => void;
}

/** Sends requests to one base with one token: authorization, budget, time-out and retry. */
export class Caller {
  readonly #base: URL;
  readonly #token: string;
  readonly #ports: CallerPorts;
  readonly #inFlight = pLimit(REQUESTS_IN_FLIGHT);
  #budget: RequestBudget;
  #rateLimited = 0;

  constructor(base: URL, token: string, budget: RequestBudget, ports: CallerPorts) {
    this.#base = base;
    this.#token = token;
    this.#budget = budget;
    this.#ports = ports;
  }

  get rateLimitedAnswers(): number {
    return this.#rateLimited;
  }

  /** A line for a person's shell that makes this call; the token comes from its variable. */
  asCurl(endpoint: Pick<Endpoint, 'method' | 'path' | 'body'>): string {
    const body =
      endpoint.body === undefined
        ? ''
        : ` -H 'Content-Type: application/json' -d ${quoted(endpoint.body)}`;
    return `curl -X ${endpoint.method} -H "Authorization: Bearer $SMSCODE_TOKEN"${body} ${quoted(this.#base.href + endpoint.path)}`;
  }

  /** The data of a successful answer in the given shape; rejects with a {@link Failure}. */
  async read<T>(endpoint: Endpoint, shape: z.ZodMiniType<T>, limits: CallLimits): Promise<T> {
    const result = await this.call(endpoint, limits);
    if (result.kind === 'data') return parseData(result.data, shape, result.context);
    throw result.failure;
  }

  /** Calls with the retries that the endpoint allows. Never rejects. */
  async call(endpoint: Endpoint, limits: CallLimits): Promise<CallResult> {
    if (this.#leadsElsewhere(endpoint)) return { kind: 'unsent', failure: elsewhere(endpoint) };
    let settling = false;
    for (let rateLimited = 0, faults = 0; ;) {
      const attempt = await this.#once(endpoint, limits);
      const result = settling ? stillSettling(attempt) : attempt;
      settling ||= isSettling(attempt);
      const retry = retryRule(result, endpoint.repeatable);
      if (isTooMany(result)) this.#rateLimited += 1;
      if (retry === 'never' || result.kind === 'data') return result;
      const used = retry === 'rate-limit' ? rateLimited++ : faults++;
      const most = retry === 'rate-limit' ? RATE_LIMIT_RETRIES : OUTAGE_RETRIES;
      if (used >= most) return result;
      const now = this.#ports.clock.now();
      const at = (result.kind === 'unsent' ? null : result.retryAt) ?? now + backOff(used);
      if (at > limits.deadline) return withoutTime(result, at, now);
      this.#ports.onRetry(
        `${endpoint.method} ${pathOnly(endpoint.path)}: ${reasonOf(result)}; trying again in ${String(Math.ceil((at - now) / 1000))} s (${String(used + 1)} of ${String(most)})`,
      );
      await this.#ports.clock.sleep(at - now, limits.stop ?? limits.signal);
      if (!mayLeave(limits)) return { ...result, failure: stopped() };
    }
  }

  /** An order id is another's text: `..` in a path, however it is escaped, is a step up. */
  #leadsElsewhere({ path }: Endpoint): boolean {
    const { pathname } = new URL(this.#base.href + path);
    return pathname !== this.#base.pathname + pathOnly(path);
  }

  async #once(endpoint: Endpoint, limits: CallLimits): Promise<CallResult> {
    const { clock } = this.#ports;
    const taken = takeRequest(this.#budget, clock.now());
    const inTime = taken.waitMs === 0 || clock.now() + taken.waitMs <= limits.deadline;
    if (!inTime && limits.urgent !== true) return { kind: 'unsent', failure: budgetSpent() };
    this.#budget = taken.budget;
    if (taken.waitMs > 0 && inTime) {
      await clock.sleep(taken.waitMs, limits.stop ?? limits.signal);
    }
    if (!mayLeave(limits)) return { kind: 'unsent', failure: stopped() };
    const request = `${endpoint.method} ${this.#base.pathname}${pathOnly(endpoint.path)}`;
    try {
      const reply = await this.#inFlight(() => this.#send(endpoint, limits));
      const requestId = reply.headers['x-request-id'];
      const result = understand(reply, clock.now(), {
        request,
        status: reply.status,
        ...(typeof requestId === 'string' ? { requestId } : {}),
      });
      return result.kind === 'refusal' ? this.#withoutToken(result) : result;
    } catch (error) {
      if (!(error instanceof HttpFault)) throw error;
      const failure = failureOfFault(error, { request });
      return error.phase === 'unsent'
        ? { kind: 'unsent', failure }
        : { kind: 'lost', failure, how: error.why === 'cut' ? 'cut' : 'unclear', retryAt: null };
    }
  }

  /** A server may repeat in its message what it was sent. */
  #withoutToken(result: Extract<CallResult, { kind: 'refusal' }>): CallResult {
    const { kind, message, context } = result.failure;
    const clean = message.replaceAll(this.#token, '***');
    return clean === message ? result : { ...result, failure: new Failure(kind, clean, context) };
  }

  #send(endpoint: Endpoint, limits: CallLimits): Promise<HttpReply> {
    const { body, idempotencyKey } = endpoint;
    // Counted after the queue, in which the time may have run out.
    const left = limits.deadline + LAST_ANSWER_MS - this.#ports.clock.now();
    if (left <= 0) return Promise.reject(new HttpFault('unsent', 'timed-out', 'no time is left'));
    this.#ports.onRequest();
    return this.#ports.http(
      {
        method: endpoint.method,
        url: new URL(this.#base.href + endpoint.path),
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${this.#token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { body }),
      },
      { timeoutMs: Math.min(REQUEST_TIMEOUT_MS, left), signal: limits.signal },
    );
  }
}

/** Whether the server said "too many requests"; our own budget does not count. */
function isTooMany(result: CallResult): boolean {
  if (result.kind !== 'refusal' && result.kind !== 'lost') return false;
  return result.failure.kind === 'rate-limited';
}

/** Whether another request may be begun. */
function mayLeave({ signal, stop, mayLeave: allowed }: CallLimits): boolean {
  return signal?.aborted !== true && stop?.aborted !== true && allowed?.() !== false;
}

/** An order id is another's text: it must not end the quotes of a line that a person pastes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
