import pLimit from 'p-limit';
import * as z from 'zod/mini';
import { Failure, type FailureContext } from '../domain/failure.ts';
import type { Clock } from '../domain/ports.ts';
import type { CallLimits } from '../domain/provider.ts';
import { takeRequest, type RequestBudget } from '../domain/request-budget.ts';
import { describeNonEnvelope, HTML, readEnvelope, type Envelope } from './envelope.ts';
import { failureOf, failureOfFault, type Refusal } from './errors.ts';
import { HttpFault, type Http, type HttpReply } from './http.ts';
import { backOff, OUTAGE_RETRIES, RATE_LIMIT_RETRIES, readRetryAfter } from './retry.ts';

/** The provider's guide and its clients use 10 s as well. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Keeps a job that gives back many orders at once a good neighbour. */
const REQUESTS_IN_FLIGHT = 10;

/** What may be repeated after what. The endpoint knows it; a status code does not. */
export type Repeatable =
  /** Reads: after anything that may pass. */
  | 'always'
  /** Carries an idempotency key the server honours: after any answer in the envelope. */
  | 'keyed'
  /** Spends without such a key: only after answers that surely mean "nothing was done". */
  | 'refused-only'
  /** Closing an order: after a 429. Anything else is decided by reading the order again. */
  | 'rate-limited-only';

export interface Endpoint {
  method: 'GET' | 'POST';
  /** Below the base, with its leading slash and query. */
  path: string;
  body?: string;
  idempotencyKey?: string;
  repeatable: Repeatable;
}

/** How one call ended when no retry is left. */
export type CallResult =
  | { kind: 'data'; data: unknown; meta: unknown; context: FailureContext }
  | { kind: 'refusal'; refusal: Refusal; failure: Failure; status: number; retryAt: number | null }
  /** Nothing reached the server. */
  | { kind: 'unsent'; failure: Failure }
  /** It was sent, and what came back (if anything) is not an answer of the API. */
  | { kind: 'lost'; failure: Failure; how: 'cut' | 'unclear'; retryAt: number | null };

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
  asCurl(endpoint: Pick<Endpoint, 'path' | 'body'>): string {
    const body =
      endpoint.body === undefined
        ? ''
        : ` -H 'Content-Type: application/json' -d ${quoted(endpoint.body)}`;
    return `curl -X POST -H "Authorization: Bearer $SMSCODE_TOKEN"${body} ${quoted(this.#base.href + endpoint.path)}`;
  }

  /** The data of a successful answer in the given shape; rejects with a {@link Failure}. */
  async read<T>(endpoint: Endpoint, shape: z.ZodMiniType<T>, limits: CallLimits): Promise<T> {
    const result = await this.call(endpoint, limits);
    if (result.kind === 'data') return parseData(result.data, shape, result.context);
    throw result.failure;
  }

  /** Calls with the retries that the endpoint allows. Never rejects. */
  async call(endpoint: Endpoint, limits: CallLimits): Promise<CallResult> {
    let settling = false;
    for (let rateLimited = 0, faults = 0; ;) {
      const attempt = await this.#once(endpoint, limits);
      const result = settling ? stillSettling(attempt) : attempt;
      settling ||= isSettling(attempt);
      const retry = retryRule(result, endpoint.repeatable);
      if (result.kind !== 'data' && result.failure.kind === 'rate-limited') this.#rateLimited += 1;
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
      { timeoutMs: REQUEST_TIMEOUT_MS, signal: limits.signal },
    );
  }
}

/** The data in the wanted shape, or `protocol`: never zod's own noise about the rest. */
export function parseData<T>(data: unknown, shape: z.ZodMiniType<T>, context: FailureContext): T {
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'data' : issue.path.join('.');
  throw new Failure(
    'protocol',
    `The provider's answer is not of the documented shape: "${where}" is missing or of another type. If "api-dialect" is set, try "auto"; else report this with the request id.`,
    context,
  );
}

function understand(reply: HttpReply, now: number, context: FailureContext): CallResult {
  const envelope: Envelope | null = readEnvelope(reply);
  if (envelope?.success === true) {
    return { kind: 'data', data: envelope.data, meta: envelope.meta, context };
  }
  if (envelope?.success === false) {
    const retryAt = retryTime(reply, now);
    return {
      kind: 'refusal',
      refusal: envelope,
      status: reply.status,
      failure: failureOf(envelope, reply.status, context, retryAt),
      retryAt,
    };
  }
  return withoutEnvelope(reply, now, context);
}

/** Proxies and outages answer outside the envelope; what the status says plainly is still heard. */
function withoutEnvelope(reply: HttpReply, now: number, context: FailureContext): CallResult {
  const { status } = reply;
  const retryAt = retryTime(reply, now);
  const what = describeNonEnvelope(reply);
  // An HTML page under these comes from something in between, which may not know what was done.
  const plain = what !== HTML && (status === 401 || status === 402 || status === 403);
  if (status === 429 || plain) {
    const refusal: Refusal = { success: false, code: '', message: what, details: undefined };
    return {
      kind: 'refusal',
      refusal,
      status,
      failure: failureOf(refusal, status, context, retryAt),
      retryAt,
    };
  }
  if (status >= 500) {
    const failure = new Failure(
      'provider-outage',
      `The provider, or a proxy before it, answered with ${what}. Run the job again later, or set "tolerate: provider-outage" so that it does not block you.`,
      context,
    );
    return { kind: 'lost', failure, how: 'unclear', retryAt };
  }
  if (status >= 300 && status < 400) {
    const failure = new Failure(
      'protocol',
      'The provider answered with a redirect, which is not followed: the token would go elsewhere. Set "api-url" to the address that it names.',
      context,
    );
    return { kind: 'lost', failure, how: 'unclear', retryAt };
  }
  const hint =
    status === 401 || status === 403
      ? 'Check the token and "api-url".'
      : 'Check "api-url", and any proxy in between.';
  return {
    kind: 'lost',
    failure: new Failure(
      'protocol',
      `The provider's answer is not of its API: ${what}. ${hint}`,
      context,
    ),
    how: 'unclear',
    retryAt,
  };
}

type RetryRule = 'never' | 'rate-limit' | 'outage';

function retryRule(result: CallResult, repeatable: Repeatable): RetryRule {
  switch (result.kind) {
    case 'data':
      return 'never';
    case 'unsent':
      return result.failure.kind !== 'network' || repeatable === 'rate-limited-only'
        ? 'never'
        : 'outage';
    case 'lost':
      return repeatable === 'always' && isPassing(result.failure) ? 'outage' : 'never';
    case 'refusal':
      if (result.failure.kind === 'banned') return 'never';
      if (result.failure.kind === 'rate-limited') return 'rate-limit';
      if (repeatable === 'rate-limited-only') return 'never';
      // On a create it says that the provider's own supplier has no number: the next product may.
      if (repeatable !== 'always' && result.refusal.code === 'PROVIDER_ERROR') return 'never';
      if (repeatable === 'refused-only') return isUnavailable(result) ? 'outage' : 'never';
      // The first try of this key is still settling: the same key again, shortly.
      if (result.refusal.code === 'REQUEST_IN_PROGRESS') return 'rate-limit';
      return result.failure.kind === 'provider-outage' ? 'outage' : 'never';
  }
}

/** A page or a torso of JSON told as success is a moment of a proxy; a 3xx or 4xx is not. */
function isPassing({ kind, context }: Failure): boolean {
  const garbled = kind === 'protocol' && (context.status ?? 0) < 300;
  return kind === 'network' || kind === 'provider-outage' || garbled;
}

/** The first try of this key has not ended yet, so it may still become a purchase. */
function isSettling(result: CallResult): boolean {
  return result.kind === 'refusal' && result.refusal.code === 'REQUEST_IN_PROGRESS';
}

/** After such an answer only one that judges the purchase says what became of it. */
function stillSettling(result: CallResult): CallResult {
  if (result.kind === 'data' || result.kind === 'lost') return result;
  const { kind } = result.failure;
  const judges = result.kind === 'refusal' && kind !== 'rate-limited' && kind !== 'provider-outage';
  return judges ? result : { kind: 'lost', failure: result.failure, how: 'unclear', retryAt: null };
}

/** Whether another request may be begun. */
function mayLeave({ signal, stop, mayLeave: allowed }: CallLimits): boolean {
  return signal?.aborted !== true && stop?.aborted !== true && allowed?.() !== false;
}

function budgetSpent(): Failure {
  return new Failure(
    'rate-limited',
    'This job\'s share of the token\'s request limit is used up for longer than the time that is left. Set "requests-per-minute" and "parallel-jobs" to what is true, or poll less often.',
  );
}

function isUnavailable(result: Extract<CallResult, { kind: 'refusal' }>): boolean {
  const { failure, refusal, status } = result;
  return (
    failure.kind === 'provider-outage' && (status === 503 || refusal.code === 'SERVICE_UNAVAILABLE')
  );
}

function withoutTime(
  result: Exclude<CallResult, { kind: 'data' }>,
  at: number,
  now: number,
): CallResult {
  const { failure } = result;
  const wait = String(Math.ceil((at - now) / 1000));
  return {
    ...result,
    failure: new Failure(
      failure.kind,
      `${failure.message} It may be tried again in ${wait} s, which is beyond the time that is left.`,
      failure.context,
    ),
  };
}

function reasonOf(result: Exclude<CallResult, { kind: 'data' }>): string {
  return result.kind === 'refusal'
    ? `${String(result.status)} ${result.refusal.code}`
    : result.failure.kind;
}

function stopped(): Failure {
  return new Failure('interrupted', 'The step was stopped.');
}

function retryTime(reply: HttpReply, now: number): number | null {
  const wait = readRetryAfter(reply.headers['retry-after'], now);
  return wait === null ? null : now + wait;
}

/** An order id is another's text: it must not end the quotes of a line that a person pastes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Without the query: a path is for people, and a query may be long. */
function pathOnly(path: string): string {
  return path.split('?', 1)[0] ?? path;
}
