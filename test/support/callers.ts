import type { CallLimits } from '../../src/domain/provider.ts';
import { openBudget } from '../../src/domain/request-budget.ts';
import { Caller } from '../../src/smscode/caller.ts';
import type { CallResult, Endpoint } from '../../src/smscode/call.ts';
import type { HttpFault, HttpReply } from '../../src/smscode/http.ts';
import { FakeClock, START } from './fake-clock.ts';
import { scriptedHttp, type SentRequest } from './scripted-http.ts';

export const TOKEN = 'tok_9f8e7d6c5b4a';
export const BASE = new URL('https://api.smscode.test/v1');

/** Far away: nothing is cut short by it. */
export const LIMITS = { deadline: START + 3_600_000 };

export const READ: Endpoint = { method: 'GET', path: '/balance', repeatable: 'always' };
export const KEYED: Endpoint = {
  method: 'POST',
  path: '/orders/create',
  body: '{"product_id":42}',
  idempotencyKey: 'k1',
  repeatable: 'keyed',
};
export const KEYLESS: Endpoint = { ...KEYED, path: '/orders', repeatable: 'refused-only' };
export const CLOSING: Endpoint = {
  method: 'POST',
  path: '/orders/cancel',
  body: '{"id":91001}',
  repeatable: 'rate-limited-only',
};

export interface ScriptedCall {
  result: CallResult;
  sent: SentRequest[];
  clock: FakeClock;
  caller: Caller;
  /** What a person reads while it retries. */
  lines: string[];
  /** Message of the failure, empty where there is none. */
  message: string;
}

/** Makes one call against scripted answers, in fake time. */
export async function call(
  endpoint: Endpoint,
  script: readonly (HttpReply | HttpFault)[],
  limits: CallLimits = LIMITS,
  clock = new FakeClock(),
): Promise<ScriptedCall> {
  const { http, sent } = scriptedHttp(clock, script);
  const lines: string[] = [];
  const caller = new Caller(BASE, TOKEN, openBudget(300, 1, clock.now()), {
    http,
    clock,
    onRequest: () => undefined,
    onRetry: (line) => lines.push(line),
  });
  const result = await caller.call(endpoint, limits);
  const message = result.kind === 'data' ? '' : result.failure.message;
  return { result, sent, clock, caller, lines, message };
}

/** Kind of the result, and of its failure. */
export function kinds({ result }: ScriptedCall): string {
  return result.kind === 'data' ? 'data' : `${result.kind} ${result.failure.kind}`;
}
