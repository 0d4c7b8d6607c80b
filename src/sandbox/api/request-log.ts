import type { Fault } from '../faults/fault.ts';
import type { Operation } from './route.ts';
import type { Dialect } from './surface.ts';

/** One request as it came and went. The token is never in it. */
export type RequestRecord = {
  readonly n: number;
  readonly at: number;
  readonly method: string;
  /** As it was sent, with its query. */
  readonly path: string;
  /** `either`: nothing in the request tells the dialects apart. */
  readonly dialect: Dialect | 'either';
  readonly operation: Operation | undefined;
  readonly idempotencyKey: string | undefined;
  readonly requestId: string;
  /** How many requests were being served when this one came, itself included. */
  readonly inFlight: number;
  readonly faults: readonly Fault['kind'][];
  /** `undefined` while it is being served, and for ever when it gets no answer. */
  readonly status: number | undefined;
  readonly answeredAt: number | undefined;
};

export type Arrival = Omit<RequestRecord, 'n' | 'inFlight' | 'status' | 'answeredAt'>;

export class RequestLog {
  #records: RequestRecord[] = [];
  #last = 0;
  #inFlight = 0;

  records(): readonly RequestRecord[] {
    return this.#records;
  }

  clear(): void {
    this.#records = [];
  }

  /** Returns what notes the end: with the status, or with none when no answer went out. */
  begin(arrival: Arrival): (status: number | undefined, now: number) => void {
    this.#last += 1;
    this.#inFlight += 1;
    const begun: RequestRecord = {
      ...arrival,
      n: this.#last,
      inFlight: this.#inFlight,
      status: undefined,
      answeredAt: undefined,
    };
    const index = this.#records.push(begun) - 1;
    return (status, now) => {
      this.#inFlight -= 1;
      // The log may have been cleared, and filled again, in between.
      if (this.#records[index] !== begun || status === undefined) return;
      this.#records[index] = { ...begun, status, answeredAt: now };
    };
  }
}
