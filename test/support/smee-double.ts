import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One connection that a client holds open. */
export interface SmeeStream {
  lastEventId: string | undefined;
  response: ServerResponse;
  /** Resolves when the client has gone, or the double has ended it. */
  closed: Promise<void>;
}

/**
 * Speaks smee.io's protocol as its server and its client (probot/smee.io and probot/smee-client) have
 * it: whoever accepts exactly `text/event-stream` gets events, whose ids count up from 0 on each
 * connection: `ready` first, `ping` from time to time, and for each POST to the channel an event
 * without a name, of its headers beside `body`, `query` and `timestamp`. Others get a page.
 */
export class SmeeDouble {
  readonly streams: SmeeStream[] = [];
  readonly channel: URL;
  #nextIds = new WeakMap<ServerResponse, number>();
  #onStream: (() => void)[] = [];

  private constructor(port: number) {
    this.channel = new URL(`http://127.0.0.1:${String(port)}/channel`);
  }

  static async start(): Promise<SmeeDouble> {
    const server = createServer((request, response) => {
      void double.#handle(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const double = new SmeeDouble((server.address() as AddressInfo).port);
    return double;
  }

  /** Resolves with the nth connection, counted from 1, when it stands. */
  async stream(nth: number): Promise<SmeeStream> {
    for (;;) {
      const found = this.streams[nth - 1];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => void this.#onStream.push(resolve));
    }
  }

  /** Posts to the channel as the provider would. */
  async post(body: unknown, headers: Record<string, string> = {}): Promise<void> {
    await fetch(new URL('?from=provider', this.channel), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  ping(): void {
    this.#emit({}, 'ping');
  }

  /** Writes to the newest connection as it is. */
  raw(text: string): void {
    this.streams.at(-1)?.response.write(text);
  }

  /** Ends the newest connection. */
  end(): void {
    this.streams.at(-1)?.response.end();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const chunks = await request.toArray();
      this.#emit({
        ...request.headers,
        body: JSON.parse(Buffer.concat(chunks as Buffer[]).toString('utf8')) as unknown,
        query: Object.fromEntries(new URL(request.url ?? '', this.channel).searchParams),
        timestamp: 1_773_669_600_000,
      });
      response.end();
      return;
    }
    if (request.headers.accept !== 'text/event-stream') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>smee.io</title>');
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      'x-no-compression': 1,
    });
    const lastEventId = request.headers['last-event-id'];
    const closed = new Promise<void>((resolve) => void response.once('close', resolve));
    this.streams.push({
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
      response,
      closed,
    });
    this.#emit({}, 'ready');
    for (const tell of this.#onStream.splice(0)) tell();
  }

  #emit(payload: object, event?: string): void {
    const response = this.streams.at(-1)?.response;
    if (response === undefined) return;
    const id = this.#nextIds.get(response) ?? 0;
    this.#nextIds.set(response, id + 1);
    const name = event === undefined ? '' : `event: ${event}\n`;
    response.write(`id: ${String(id)}\n${name}data: ${JSON.stringify(payload)}\n\n`);
  }
}
