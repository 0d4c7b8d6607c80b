import { HttpFault, type Http, type HttpReply, type HttpRequest } from '../../src/smscode/http.ts';
import type { FakeClock } from './fake-clock.ts';

export interface SentRequest extends HttpRequest {
  /** Epoch milliseconds. */
  at: number;
  timeoutMs: number;
}

export interface ScriptedHttp {
  http: Http;
  sent: SentRequest[];
}

/** An HTTP port that answers with the given replies and faults, one after the other. */
export function scriptedHttp(
  clock: FakeClock,
  script: readonly (HttpReply | HttpFault)[],
): ScriptedHttp {
  const sent: SentRequest[] = [];
  const http: Http = (request, { timeoutMs }) => {
    const next = script[sent.length];
    sent.push({ ...request, at: clock.now(), timeoutMs });
    if (next === undefined) throw new Error(`no answer is scripted for request ${sent.length}`);
    return next instanceof HttpFault ? Promise.reject(next) : Promise.resolve(next);
  };
  return { http, sent };
}

export const CUT = new HttpFault('sent', 'cut', 'socket hang up', new Error('ECONNRESET'));
export const TIMED_OUT = new HttpFault('sent', 'timed-out', 'no answer within 10 s');
export const UNREACHABLE = new HttpFault('unsent', 'cut', 'connect ECONNREFUSED 192.0.2.1:443');
export const ABORTED = new HttpFault('sent', 'aborted', 'given up as the step is being stopped');
