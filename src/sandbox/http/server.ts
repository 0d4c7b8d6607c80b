import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpAnswer, HttpReply, HttpRequest, RequestBody } from './message.ts';

export type Answerer = (request: HttpRequest) => Promise<HttpAnswer>;

export type RunningServer = {
  readonly port: number;
  /** Hangs up on whoever is still connected. */
  stop(): Promise<void>;
};

export type Binding = { readonly host: string; readonly port: number; readonly bodyLimit: number };

/** Thin edge: turns sockets into requests and answers into sockets, and decides nothing. */
export async function serve(binding: Binding, answerer: Answerer): Promise<RunningServer> {
  const server = createServer((incoming, response) => {
    void exchange(incoming, response, binding.bodyLimit, answerer);
  });
  // Node hangs up after 5 idle seconds, just when a client that polls every 5 seconds asks again.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(binding.port, binding.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not bound to a TCP port.');
  return { port: address.port, stop: () => stop(server) };
}

async function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  bodyLimit: number,
  answerer: Answerer,
): Promise<void> {
  try {
    const body = await readBody(incoming, bodyLimit);
    send(response, await answerer(requestOf(incoming, body)));
  } catch (error) {
    // Either the client hung up while it was sending, or the sandbox itself is at fault. The
    // latter must not look like one of the provider's answers.
    if (response.destroyed || response.headersSent) return;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send(response, {
      kind: 'reply',
      reply: {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: `Sandbox defect: ${reason}\n`,
      },
    });
  }
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Reads on past the limit without keeping anything: hanging up would hide the 413 from a
    // client that is still sending.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) return { kind: 'too-large' };
  return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
}

function requestOf(incoming: IncomingMessage, body: RequestBody): HttpRequest {
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
  };
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  switch (answer.kind) {
    case 'reply':
      writeHead(response, answer.reply);
      response.end(answer.reply.body);
      return;
    case 'cut-in-body': {
      const bytes = Buffer.from(answer.reply.body);
      writeHead(response, answer.reply);
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
      return;
    }
    case 'cut':
      response.destroy();
      return;
    case 'silence':
      return;
  }
}

function writeHead(response: ServerResponse, reply: HttpReply): void {
  // The answerer dates its replies in sandbox time; Node would stamp them with the wall's.
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(Buffer.byteLength(reply.body)),
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    // A reply that was just written, such as the one to a request to stop, gets out first.
    setImmediate(() => {
      server.closeAllConnections();
    });
  });
}
