import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { Dialect } from '../domain/order.ts';
import type { CallLimits, Provider } from '../domain/provider.ts';
import type { Caller } from './caller.ts';
import { GuideProvider } from './guide.ts';
import { OpenapiProvider } from './openapi.ts';
import type { Remembered } from './remembered.ts';

/** A job's runner never works longer; the dialect of a server does not change meanwhile. */
const ONE_JOB_MS = 6 * 60 * 60 * 1_000;

/** Answers of a guide server to an order with the id `active`, which it cannot have. */
const NOT_AN_ORDER = ['ORDER_NOT_FOUND', 'NOT_FOUND', 'INVALID_PARAMETERS', 'VALIDATION_ERROR'];

/** The provider in the dialect that is set, or in the one that the server turns out to speak. */
export async function connect(
  wish: Dialect | 'auto',
  caller: Caller,
  remembered: Remembered,
  catalogTtlMs: number,
  limits: CallLimits,
): Promise<Provider> {
  const dialect = wish === 'auto' ? await findDialect(caller, remembered, limits) : wish;
  return speak(dialect, caller, remembered, catalogTtlMs);
}

/** The provider in a dialect that is known: nothing is sent. */
export function speak(
  dialect: Dialect,
  caller: Caller,
  remembered: Remembered,
  catalogTtlMs: number,
): Provider {
  return dialect === 'guide'
    ? new GuideProvider(caller, remembered, catalogTtlMs)
    : new OpenapiProvider(caller, remembered, catalogTtlMs);
}

/**
 * Asks for the list of open orders, which spends nothing. A list is the openapi dialect; an
 * envelope that knows no such order is the guide's. Anything else is no evidence and is surfaced.
 */
async function findDialect(
  caller: Caller,
  remembered: Remembered,
  limits: CallLimits,
): Promise<Dialect> {
  const known = remembered.get('dialect', z.enum(['guide', 'openapi']));
  if (known !== null) return known;
  const result = await caller.call(
    { method: 'GET', path: '/orders/active', repeatable: 'always' },
    limits,
  );
  const dialect = evidence(result);
  remembered.set('dialect', dialect, ONE_JOB_MS);
  return dialect;
}

function evidence(result: Awaited<ReturnType<Caller['call']>>): Dialect {
  if (result.kind === 'refusal' && NOT_AN_ORDER.includes(result.refusal.code)) return 'guide';
  if (result.kind !== 'data') throw result.failure;
  if (Array.isArray(result.data)) return 'openapi';
  throw new Failure(
    'protocol',
    'The server answers in neither dialect of the API. Check "api-url", or set "api-dialect" if you know which one it speaks.',
    result.context,
  );
}
