import { Failure } from '../domain/failure.ts';
import type { CallResult, Endpoint } from './call.ts';

/** Of a call that is not made. */
export function budgetSpent(): Failure {
  return new Failure(
    'rate-limited',
    'This job\'s share of the token\'s request limit is used up for longer than the time that is left. Set "requests-per-minute" and "parallel-jobs" to what is true, or poll less often.',
  );
}

/** Of a call that is not made again. */
export function withoutTime(
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

export function reasonOf(result: Exclude<CallResult, { kind: 'data' }>): string {
  return result.kind === 'refusal'
    ? `${String(result.status)} ${result.refusal.code}`
    : result.failure.kind;
}

export function elsewhere({ method, path }: Endpoint): Failure {
  return new Failure(
    'protocol',
    `${method} ${pathOnly(path)} was not sent: what the provider, or a file of this job, calls an order id would change the request. Look at the account's open orders.`,
  );
}

export function stopped(): Failure {
  return new Failure('interrupted', 'The step was stopped.');
}

/** Without the query: a path is for people, and a query may be long. */
export function pathOnly(path: string): string {
  return path.split('?', 1)[0] ?? path;
}
