import type { Clock } from '../clock.ts';
import type { OnTheWay } from '../faults/fault.ts';
import type { FaultRules } from '../faults/fault-rules.ts';
import { reply, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/message.ts';
import type { Provider } from '../provider.ts';
import { endWith, tooLarge, type LateCommit } from './endings.ts';
import { refusalReply } from './envelope.ts';
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
        : await endWith(plan.ending, {
            carryOut: () => this.#carryOut(request, routed),
            carryOutLater: (ending) => {
              this.#carryOutLater(ending, request, routed);
            },
          });
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

  #carryOutLater(ending: LateCommit, request: HttpRequest, routed: Routed): void {
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
