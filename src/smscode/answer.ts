import type * as z from 'zod/mini';
import { Failure, type FailureContext } from '../domain/failure.ts';
import type { CallResult } from './call.ts';
import { describeNonEnvelope, HTML, readEnvelope, type Envelope } from './envelope.ts';
import { failureOf, type Refusal } from './errors.ts';
import type { HttpReply } from './http.ts';
import { readRetryAfter } from './retry.ts';

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

/** What a reply means, before anybody asks whether to repeat the call. */
export function understand(reply: HttpReply, now: number, context: FailureContext): CallResult {
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
  if ([401, 402, 403, 429].includes(status)) {
    const refusal: Refusal = { success: false, code: '', message: what, details: undefined };
    const failure = failureOf(refusal, status, context, retryAt);
    if (what !== HTML) return { kind: 'refusal', refusal, status, failure, retryAt };
    // A page comes from something in between, which may not know what was done.
    if (status === 429) return { kind: 'lost', failure, how: 'unclear', retryAt };
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

function retryTime(reply: HttpReply, now: number): number | null {
  const wait = readRetryAfter(reply.headers['retry-after'], now);
  return wait === null ? null : now + wait;
}
