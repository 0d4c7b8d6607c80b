import * as z from 'zod/mini';
import { Failure, type FailureContext } from '../domain/failure.ts';
import type { HttpFault } from './http.ts';
import type { Envelope } from './envelope.ts';
import { maybeTime, orNull } from './wire.ts';

export type Refusal = Extract<Envelope, { success: false }>;

/** The error codes of both dialects by what they mean; see the README, "When it fails". */
const KIND_OF_CODE = {
  UNAUTHORIZED: 'unauthorized',
  FORBIDDEN: 'forbidden',
  INSUFFICIENT_BALANCE: 'low-balance',
  PRODUCT_UNAVAILABLE: 'no-stock',
  NO_OFFER_AVAILABLE: 'no-stock',
  ORDER_NOT_FOUND: 'not-found',
  NOT_FOUND: 'not-found',
  INVALID_PARAMETERS: 'invalid-input',
  VALIDATION_ERROR: 'invalid-input',
  RATE_LIMIT_EXCEEDED: 'rate-limited',
  TEMP_BANNED_ABUSE_GUARD: 'banned',
  INTERNAL_ERROR: 'provider-outage',
  SERVICE_UNAVAILABLE: 'provider-outage',
  PROVIDER_ERROR: 'provider-outage',
  CONFLICT: 'protocol',
  CANCEL_TOO_EARLY: 'protocol',
  REQUEST_IN_PROGRESS: 'protocol',
  IDEMPOTENCY_KEY_REUSED: 'protocol',
} as const;

/**
 * What an error envelope means. Codes decide; the HTTP status only where the code is unknown.
 *
 * @param retryAt epoch milliseconds of `Retry-After`, null where there is none
 */
export function failureOf(
  refusal: Refusal,
  status: number,
  context: FailureContext,
  retryAt: number | null,
): Failure {
  const known = Object.hasOwn(KIND_OF_CODE, refusal.code)
    ? KIND_OF_CODE[refusal.code as keyof typeof KIND_OF_CODE]
    : undefined;
  const said =
    [refusal.code, refusal.message].filter((part) => part !== '').join(': ') || 'no reason given';
  if (known === undefined) return failureOfStatus(status, said, context);
  switch (known) {
    case 'unauthorized':
      return new Failure(
        known,
        `The provider does not know this token (${said}). Check the secret behind "token" or SMSCODE_TOKEN; the token stands in the account's settings.`,
        context,
      );
    case 'forbidden':
      return new Failure(
        known,
        `The token is valid but may not do this (${said}). Give it the permission in the account's settings, or use another token.`,
        context,
      );
    case 'low-balance':
      return new Failure(
        known,
        `The balance does not pay for the number (${said}). Top up the account, or set a lower "max-price".`,
        context,
      );
    case 'no-stock':
      return new Failure(
        known,
        `The provider has no number left of this product (${said}). Add a country to "country", or set another "product-id".`,
        context,
      );
    case 'not-found':
      return new Failure(
        known,
        `The provider does not know this order for this token (${said}). Check the order id, and that it was rented with the same token.`,
        context,
      );
    case 'invalid-input':
      return new Failure(
        known,
        `The provider refused the request's values (${said}${detailsOf(refusal)}).`,
        context,
      );
    case 'rate-limited':
      return new Failure(
        known,
        `The token's request limit is used up (${said}). Run fewer jobs at once, or set "parallel-jobs" to how many share the token.`,
        context,
      );
    case 'banned':
      return banned(refusal, said, context, retryAt);
    case 'provider-outage':
      return failureOfStatus(Math.max(status, 500), said, context);
    case 'protocol':
      return new Failure(known, `The provider refuses this (${said}).`, context);
  }
}

function failureOfStatus(status: number, said: string, context: FailureContext): Failure {
  if (status === 401)
    return new Failure(
      'unauthorized',
      `The provider does not know this token (${said}). Check the secret behind "token" or SMSCODE_TOKEN.`,
      context,
    );
  if (status === 402)
    return new Failure(
      'low-balance',
      `The balance does not pay for the number (${said}). Top up the account.`,
      context,
    );
  if (status === 403)
    return new Failure(
      'forbidden',
      `The token is valid but may not do this (${said}). Give it the permission in the account's settings.`,
      context,
    );
  if (status === 404)
    return new Failure(
      'not-found',
      `The provider does not know what was asked for (${said}).`,
      context,
    );
  if (status === 429)
    return new Failure(
      'rate-limited',
      `The token's request limit is used up (${said}). Run fewer jobs at once, or set "parallel-jobs" to how many share the token.`,
      context,
    );
  if (status >= 500)
    return new Failure(
      'provider-outage',
      `The provider has a fault of its own (${said}). Run the job again later, or set "tolerate: provider-outage" so that it does not block you.`,
      context,
    );
  return new Failure(
    'protocol',
    `The provider refused with a code that is not documented (${said}).`,
    context,
  );
}

const banDetails = z.object({
  until: z.catch(maybeTime, null),
  retry_after_seconds: z.catch(orNull(z.number()), null),
});

function banned(
  refusal: Refusal,
  said: string,
  context: FailureContext,
  retryAt: number | null,
): Failure {
  const details = banDetails.safeParse(refusal.details);
  const named = details.success ? details.data.until : null;
  const seconds = details.success ? details.data.retry_after_seconds : null;
  const until = named ?? (seconds === null ? retryAt : null);
  const end =
    until !== null
      ? ` It ends at ${new Date(until).toISOString()}.`
      : seconds !== null
        ? ` It ends in ${String(Math.ceil(seconds / 60))} minutes.`
        : '';
  return new Failure(
    'banned',
    `The provider's abuse guard has banned this account from renting (${said}).${end} It is not waited for. Rent fewer numbers that get no SMS.`,
    context,
  );
}

function detailsOf({ details }: Refusal): string {
  if (details === undefined || details === null) return '';
  try {
    return `; details: ${JSON.stringify(details).slice(0, 500)}`;
  } catch {
    // Nested so deep that writing it down overflows the stack; only a prank looks like that.
    return '';
  }
}

/** What the lack of an answer means. */
export function failureOfFault(fault: HttpFault, context: FailureContext): Failure {
  if (fault.why === 'aborted') {
    return new Failure('interrupted', 'The step was stopped while a request was under way.', {
      ...context,
      cause: fault,
    });
  }
  const hint =
    'Check the runner\'s network, its proxy settings (https_proxy, no_proxy) and "api-url".';
  const what =
    fault.phase === 'unsent'
      ? 'The provider could not be reached'
      : 'The connection to the provider failed';
  return new Failure('network', `${what}: ${fault.message}. ${hint}`, { ...context, cause: fault });
}
