import type { Clock } from '../clock.ts';
import type { Ending, OnTheWay } from '../faults/fault.ts';
import type { FaultRules } from '../faults/fault-rules.ts';
import { patched } from '../faults/patch.ts';
import {
  htmlReply,
  jsonReply,
  type HttpAnswer,
  type HttpReply,
  type HttpRequest,
} from '../http/message.ts';
import type { Provider } from '../provider.ts';
import { errorReply, refusalReply } from './envelope.ts';
import { execute, keyOf, refusalAtGate, type Gate } from './execute.ts';
import type { RequestLog } from './request-log.ts';
import { findRoute, type Routed } from './router.ts';
import { surfaceOf } from './surface.ts';

export type ApiParts = {
  readonly provider: Provider;
  readonly gate: Gate;
  readonly faults: FaultRules;
  readonly log: RequestLog;
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** Changes the world just before a request is served, as a fault rule said. */
  readonly change: (
    change: Exclude<OnTheWay, { kind: 'latency' }>,
    routed: Routed,
    body: string,
  ) => void;
};

/** The provider's whole API: takes a request in, lets go wrong what shall, and answers. */
export class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const { clock, faults, log, newRequestId } = this.#parts;
    const surface = surfaceOf(request.path);
    const routed = findRoute(surface, request.method, request.query);
    const shared = routed.kind === 'route' && routed.shared;
    const operation = routed.kind === 'route' ? routed.route.operation : undefined;
    const plan = faults.plan({
      method: request.method,
      segments: surface.segments,
      dialects: shared ? surface.dialects : [routed.dialect],
      operation,
    });
    const requestId = newRequestId();
    const search = request.query.toString();
    const end = log.begin({
      at: clock.now(),
      method: request.method,
      path: search === '' ? request.path : `${request.path}?${search}`,
      dialect: shared ? 'either' : routed.dialect,
      operation,
      idempotencyKey: request.headers['idempotency-key'],
      requestId,
      faults: [
        ...plan.onTheWay.map((fault) => fault.kind),
        ...(plan.ending ? [plan.ending.kind] : []),
      ],
    });

    await this.#delay(plan.onTheWay, 'before');
    const body = request.body.kind === 'text' ? request.body.text : '';
    for (const fault of plan.onTheWay) {
      if (fault.kind !== 'latency') this.#parts.change(fault, routed, body);
    }
    const answer =
      plan.ending === undefined
        ? reply(await this.#carryOut(request, routed))
        : await this.#end(plan.ending, request, routed);
    await this.#delay(plan.onTheWay, 'after');

    const answered = answer.kind === 'reply' || answer.kind === 'cut-in-body';
    end(answered ? answer.reply.status : undefined, clock.now());
    return answered ? { kind: answer.kind, reply: this.#signed(answer.reply, requestId) } : answer;
  }

  async #carryOut(request: HttpRequest, routed: Routed): Promise<HttpReply> {
    const { provider, gate, clock } = this.#parts;
    if (request.body.kind === 'too-large') return tooLarge();
    const now = clock.now();
    const refusal = refusalAtGate(request, gate, now);
    return refusal === undefined
      ? execute(routed, request, provider, gate.keys, now)
      : refusalReply(refusal, routed.dialect);
  }

  async #end(ending: Ending, request: HttpRequest, routed: Routed): Promise<HttpAnswer> {
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
        return reply(htmlReply(ending.status, `${String(ending.status)} (sandbox fault)`));
      case 'too_large':
        return reply(tooLarge());
      case 'cut':
        return { kind: 'cut' };
      case 'silence':
        return { kind: 'silence' };
      case 'half_json': {
        const whole = await this.#carryOut(request, routed);
        if (ending.how === 'cut') return { kind: 'cut-in-body', reply: whole };
        const half = whole.body.slice(0, Math.ceil(whole.body.length / 2));
        return reply({ ...whole, body: half });
      }
      case 'lost_reply':
        await this.#carryOut(request, routed);
        return lost(ending);
      case 'late_commit':
        this.#carryOutLater(ending, request, routed);
        return lost(ending);
      case 'wrong_shape':
        if (ending.processed === true) await this.#carryOut(request, routed);
        return reply(jsonReply(ending.status ?? 200, ending.body));
      case 'patch': {
        const whole = await this.#carryOut(request, routed);
        if (whole.status === 413) return reply(whole);
        const value = patched(JSON.parse(whole.body), ending.set ?? {}, ending.drop ?? []);
        return reply({ ...whole, body: JSON.stringify(value) });
      }
    }
  }

  #carryOutLater(
    ending: Extract<Ending, { kind: 'late_commit' }>,
    request: HttpRequest,
    routed: Routed,
  ): void {
    const { clock, gate } = this.#parts;
    const key = keyOf(routed, request);
    // A key that already has its answer, or is settling already, is not this request's to hold.
    const held =
      ending.key !== 'unseen' &&
      key?.kind === 'key' &&
      gate.keys.look(key.key, key.fingerprint, clock.now()).kind === 'fresh'
        ? key
        : undefined;
    if (held !== undefined) gate.keys.hold(held.key, held.fingerprint, clock.now());
    clock.at(clock.now() + ending.after_seconds * 1000, () => {
      if (held !== undefined) gate.keys.forget(held.key);
      void this.#carryOut(request, routed);
    });
  }

  async #delay(faults: readonly OnTheWay[], stage: 'before' | 'after'): Promise<void> {
    const { clock } = this.#parts;
    for (const fault of faults) {
      if (fault.kind !== 'latency' || (fault.stage ?? 'before') !== stage) continue;
      await new Promise<void>((resolve) => {
        clock.at(clock.now() + fault.seconds * 1000, resolve);
      });
    }
  }

  #signed(unsigned: HttpReply, requestId: string): HttpReply {
    const date = new Date(this.#parts.clock.now()).toUTCString();
    return { ...unsigned, headers: { date, 'x-request-id': requestId, ...unsigned.headers } };
  }
}

function reply(sent: HttpReply): HttpAnswer {
  return { kind: 'reply', reply: sent };
}

function retryAfter(seconds: number | undefined): { readonly retryAfterSeconds?: number } {
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

/** Comes from something in front of the API, so it has no envelope. */
function tooLarge(): HttpReply {
  return {
    status: 413,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'Payload Too Large\n',
  };
}

function lost(ending: Extract<Ending, { kind: 'lost_reply' | 'late_commit' }>): HttpAnswer {
  switch (ending.how) {
    case 'cut':
      return { kind: 'cut' };
    case 'timeout':
      return { kind: 'silence' };
    case 'html':
      return reply(htmlReply(ending.status ?? 502, `${String(ending.status ?? 502)} Bad Gateway`));
  }
}
