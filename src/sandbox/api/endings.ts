import type { Ending } from '../faults/fault.ts';
import { patched } from '../faults/patch.ts';
import { htmlReply, jsonReply, reply, type HttpAnswer, type HttpReply } from '../http/message.ts';
import { errorReply } from './envelope.ts';

export type LateCommit = Extract<Ending, { kind: 'late_commit' }>;
type Loss = LateCommit | Extract<Ending, { kind: 'lost_reply' }>;

export type Request = {
  /** Carries it out truthfully, now. */
  readonly carryOut: () => Promise<HttpReply>;
  readonly carryOutLater: (ending: LateCommit) => void;
};

/** Ends a request as a fault rule says. */
export async function endWith(ending: Ending, request: Request): Promise<HttpAnswer> {
  switch (ending.kind) {
    case 'rate_limited':
      return reply(
        errorReply({
          status: 429,
          code: 'RATE_LIMIT_EXCEEDED',
          message: 'Too many requests.',
          ...retryAfter(ending.retry_after_seconds),
        }),
      );
    case 'error':
      return reply(
        errorReply({
          status: ending.status,
          code: ending.code,
          message: ending.message ?? ending.code,
          details: ending.details,
          ...retryAfter(ending.retry_after_seconds),
        }),
      );
    case 'html':
      return reply(htmlReply(ending.status, `${ending.status} (sandbox fault)`));
    case 'too_large':
      return reply(tooLarge());
    case 'cut':
      return { kind: 'cut' };
    case 'silence':
      return { kind: 'silence' };
    case 'half_json': {
      const whole = await request.carryOut();
      if (ending.how === 'cut') return { kind: 'cut-in-body', reply: whole };
      return reply({ ...whole, body: whole.body.slice(0, Math.ceil(whole.body.length / 2)) });
    }
    case 'lost_reply':
      await request.carryOut();
      return lost(ending);
    case 'late_commit':
      request.carryOutLater(ending);
      return lost(ending);
    case 'wrong_shape':
      if (ending.processed === true) await request.carryOut();
      return reply(jsonReply(ending.status ?? 200, ending.body));
    case 'patch': {
      const whole = await request.carryOut();
      if (whole.status === 413) return reply(whole);
      const value = patched(JSON.parse(whole.body), ending.set ?? {}, ending.drop ?? []);
      return reply({ ...whole, body: JSON.stringify(value) });
    }
  }
}

/** Comes from something in front of the API, so it has no envelope. */
export function tooLarge(): HttpReply {
  return {
    status: 413,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'Payload Too Large\n',
  };
}

function lost(ending: Loss): HttpAnswer {
  switch (ending.how) {
    case 'cut':
      return { kind: 'cut' };
    case 'timeout':
      return { kind: 'silence' };
    case 'html':
      return reply(htmlReply(ending.status ?? 502, `${ending.status ?? 502} Bad Gateway`));
  }
}

function retryAfter(seconds: number | undefined): { readonly retryAfterSeconds?: number } {
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}
