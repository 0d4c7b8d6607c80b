import nock from 'nock';
import { onTestFinished } from 'vitest';
import type { Dialect } from '../../src/domain/order.ts';
import type { Provider } from '../../src/domain/provider.ts';
import { openBudget } from '../../src/domain/request-budget.ts';
import { Caller } from '../../src/smscode/caller.ts';
import { connect } from '../../src/smscode/connect.ts';
import { createHttp, type HttpReply } from '../../src/smscode/http.ts';
import { Remembered, type Store } from '../../src/smscode/remembered.ts';
import { BASE, LIMITS, TOKEN } from './callers.ts';
import { FakeClock } from './fake-clock.ts';

export interface Asked {
  /** `GET /v1/orders/17`, with the query. */
  line: string;
  body: string;
  headers: Record<string, string>;
}

/** Replies by `METHOD /path` without the query; the last of several serves from then on. */
export type Routes = Record<string, HttpReply | HttpReply[]>;

/** Answers the provider's host in place of the network, for the whole client above it. */
export function answerApi(routes: Routes): Asked[] {
  const asked: Asked[] = [];
  const queues = new Map(Object.entries(routes).map(([line, replies]) => [line, [replies].flat()]));
  nock.cleanAll(); // what was scripted before would answer first
  nock.disableNetConnect();
  const scope = nock(BASE.origin).persist();
  for (const method of ['GET', 'POST']) {
    scope.intercept(/./, method).reply(function (uri, body) {
      const line = `${method} ${uri}`;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      asked.push({ line, body: text, headers: { ...this.req.headers } });
      const queue = queues.get(line.split('?', 1)[0] ?? '') ?? [];
      const reply = queue.length > 1 ? queue.shift() : queue[0];
      if (reply === undefined) throw new Error(`no answer is scripted for ${line}`);
      return [reply.status, reply.body, reply.headers as Record<string, string>];
    });
  }
  onTestFinished(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
  return asked;
}

export class MemoryStore implements Store {
  text: string | null = null;
  load(): string | null {
    return this.text;
  }
  save(text: string): void {
    this.text = text;
  }
}

export interface Opened {
  provider: Provider;
  asked: Asked[];
  clock: FakeClock;
}

/** The provider's client in one dialect, or in the one it finds, against scripted answers. */
export async function openProvider(
  dialect: Dialect | 'auto',
  routes: Routes,
  {
    store = new MemoryStore(),
    clock = new FakeClock(),
    ttlMs = 60_000,
    asked = answerApi(routes),
  } = {},
): Promise<Opened> {
  const caller = new Caller(BASE, TOKEN, openBudget(300, 1, clock.now()), {
    http: createHttp('virtual-number-action/test'),
    clock,
    onRequest: () => undefined,
    onRetry: () => undefined,
  });
  const remembered = new Remembered(store, clock);
  return { provider: await connect(dialect, caller, remembered, ttlMs, LIMITS), asked, clock };
}
