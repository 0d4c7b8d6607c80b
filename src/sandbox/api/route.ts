import type { Outcome } from '../core/refusal.ts';
import type { Provider } from '../provider.ts';

export const OPERATIONS = [
  'balance',
  'countries',
  'services',
  'operators',
  'products',
  'create',
  'list',
  'active',
  'order',
  'cancel',
  'finish',
  'resend',
  'reactivate',
  'reactivate_options',
  'webhook_read',
  'webhook_change',
  'webhook_test',
] as const;

/** What a request is for, whatever the dialect calls it. */
export type Operation = (typeof OPERATIONS)[number];

export type Call = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly now: number;
};

/** What goes into the envelope. */
export type Success = { readonly data: unknown; readonly meta?: Readonly<Record<string, number>> };

export type Handler = (
  call: Call,
  provider: Provider,
) => Outcome<Success> | Promise<Outcome<Success>>;

export type Route = {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Segments; `:name` stands for any one. */
  readonly path: string;
  /** The form by which a base that speaks both dialects knows a request as this dialect's. */
  readonly form?: (call: Pick<Call, 'params' | 'query'>) => boolean;
  /** Honours the `idempotency-key` header. */
  readonly idempotent?: true;
  readonly handle: Handler;
};
