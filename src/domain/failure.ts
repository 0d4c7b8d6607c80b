/**
 * The closed list of ways in which a step can end badly. With several orders the first of the list
 * that occurred names the step: what costs money or needs a person comes before what a retry cures.
 */
export const FAILURE_KINDS = [
  'leaked',
  'interrupted',
  'invalid-input',
  'unauthorized',
  'forbidden',
  'banned',
  'low-balance',
  'no-stock',
  'price-too-high',
  'rate-limited',
  'provider-outage',
  'network',
  'protocol',
  'not-found',
  'wrong-domain',
  'sms-without-code',
  'otp-timeout',
  'expired',
  'cancelled',
  'command-failed',
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Kinds that say nothing about the app under test, so a workflow may choose to tolerate them. */
export const TOLERABLE_KINDS = [
  'no-stock',
  'price-too-high',
  'low-balance',
  'banned',
  'rate-limited',
  'provider-outage',
  'network',
] as const satisfies readonly FailureKind[];

export interface FailureContext {
  /** The provider's id of the order that is concerned. */
  orderId?: string;
  /** `METHOD /path` of the request that ended it; never carries a query with a secret. */
  request?: string;
  /** HTTP status of the answer. */
  status?: number;
  /** The provider's `X-Request-Id`, to be quoted to its support. */
  requestId?: string;
  cause?: unknown;
}

/** What the provider said stands in brackets, and may be sentences of its own. */
const FIRST_SENTENCE = /^(?:\((?:[^()]|\([^()]*\))*\)|[^.(]|\.(?!\s|$)|\()*/;

/** What went wrong, in words for a person, with what to do next. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly context: FailureContext;

  constructor(kind: FailureKind, message: string, context: FailureContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.context = context;
  }

  /** One paragraph: what happened, then where, for the annotation and the log. */
  describe(): string {
    return `${this.message}${this.#where()}`;
  }

  /**
   * What happened and where, without a full stop: the first sentence alone. The advice that follows
   * it is for a step that may fail so, not for an order that stays rented because of it.
   */
  fact(): string {
    const sentence = FIRST_SENTENCE.exec(this.message)?.[0] ?? this.message;
    return `${sentence}${this.#where()}`;
  }

  #where(): string {
    const { orderId, request, status, requestId } = this.context;
    const facts = [
      orderId !== undefined && !this.message.includes(orderId) ? `order ${orderId}` : undefined,
      request,
      status === undefined ? undefined : `HTTP ${status}`,
      requestId === undefined ? undefined : `request id ${requestId}`,
    ].filter((fact) => fact !== undefined);
    return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  }
}

/** The failure that names the step: the first of {@link FAILURE_KINDS} among those that occurred. */
export function worst(failures: readonly Failure[]): Failure | null {
  const rank = (failure: Failure): number => FAILURE_KINDS.indexOf(failure.kind);
  return failures.reduce<Failure | null>(
    (found, next) => (found === null || rank(next) < rank(found) ? next : found),
    null,
  );
}
