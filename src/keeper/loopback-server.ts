import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { refusal, type Reply } from './reply.ts';
import { corsHeaders, isOurHost } from './loopback.ts';

export interface LoopbackRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Aborts when the caller hangs up. */
  signal: AbortSignal;
}

export interface LoopbackServer {
  port: number;
  /** Resolves when everybody who has asked by now has the answer, or has gone. */
  settled(): Promise<void>;
  /** Hangs up on whoever is still connected. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 512;
const MOST_HEADER_BYTES = 16 * 1024;
const SENDING_MS = 10_000;

/**
 * An HTTP server on a free port of 127.0.0.1 that only this machine can reach. It reads no body.
 *
 * @param answer must not reject
 */
export async function openLoopback(
  answer: (request: LoopbackRequest) => Promise<Reply>,
): Promise<LoopbackServer> {
  const open = new Set<Promise<void>>();
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: SENDING_MS,
      requestTimeout: SENDING_MS,
      connectionsCheckingInterval: SENDING_MS / 2,
    },
    (incoming, response) => {
      const closed = new Promise<void>((resolve) => response.on('close', resolve));
      open.add(closed);
      void closed.then(() => open.delete(closed));
      void exchange(incoming, response, port, answer);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server);
  return {
    port,
    settled: async () => {
      await Promise.all(open);
    },
    close: () => close(server),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A connection that cannot be accepted (no file descriptor is left) is that caller's loss alone.
  server.on('error', () => undefined);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address.port;
}

async function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  port: number,
  answer: (request: LoopbackRequest) => Promise<Reply>,
): Promise<void> {
  const { url = '', method = '', headers } = incoming;
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  const [path, query] = cutAt(url, '?');
  const request = { method, path, query: new URLSearchParams(query), headers, signal: gone.signal };
  const reply = isOurHost(headers.host, port) ? await answer(request) : foreignHost(port);
  if (!gone.signal.aborted) send(response, reply, headers);
}

function cutAt(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark);
  return place === -1 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

function foreignHost(port: number): Reply {
  return refusal(
    403,
    'forbidden',
    `This server answers only to the host names 127.0.0.1, localhost and [::1] with port ${String(port)}. Use OTP_URL as it is.`,
  );
}

function send(response: ServerResponse, reply: Reply, asked: IncomingHttpHeaders): void {
  const { status, headers = {}, body } = reply;
  const text = body === null ? '' : `${JSON.stringify(body)}\n`;
  if (reply.afterwards !== undefined) response.on('close', reply.afterwards);
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
    // Browsers repeat a request by themselves whose answer is 408 on a connection that was used
    // before; and a test must never meet a connection that is just being closed.
    connection: 'close',
    ...(body === null
      ? {}
      : {
          'content-type': 'application/json; charset=utf-8',
          'content-length': String(Buffer.byteLength(text)),
        }),
    ...corsHeaders(asked),
    ...headers,
  });
  response.end(text);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
