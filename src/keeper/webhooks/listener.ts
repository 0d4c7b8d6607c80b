import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reporter } from '../../domain/ports.ts';
import type { NudgeBell } from './nudge-bell.ts';
import { parseJson, parseWebhook } from './parse-webhook.ts';
import { isSigned } from './signature.ts';

export interface ListenWish {
  /** A name or an address; one of IPv6 without its brackets. */
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Null: whatever arrives counts as a nudge. */
  secret: string | null;
}

/** What a stranger can take up at most. */
export interface ListenLimits {
  bodyBytes: number;
  /** From the connection, or from the first byte of a further request, to the end of the headers. */
  headersMs: number;
  /** The same to the end of the body. */
  requestMs: number;
  /** How often the two are looked at. */
  checkEveryMs: number;
  connections: number;
}

/** The API itself refuses bodies over 1 MB; a webhook has one kilobyte. */
export const LISTEN_LIMITS: ListenLimits = {
  bodyBytes: 1024 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  checkEveryMs: 1_000,
  connections: 50,
};

export type Listening =
  | { kind: 'listening'; host: string; port: number; close: () => Promise<void> }
  /** Nothing listens; `why` is half a sentence. */
  | { kind: 'failed'; why: string };

/**
 * An HTTP server for the provider's webhooks. It takes POST on any path, for the URL is whatever the
 * user gave to the provider. Whatever is not refused is answered 200 before it is looked at, also
 * what is no JSON: another answer brings it again, and ten in a row make the provider stop.
 *
 * The server never keeps the process alive. Never rejects.
 */
export async function listenForWebhooks(
  { host, port, secret }: ListenWish,
  { bell, reporter }: { bell: NudgeBell; reporter: Reporter },
  limits: ListenLimits = LISTEN_LIMITS,
): Promise<Listening> {
  let wasRefused = false;
  const onRefused = (): void => {
    if (!wasRefused) {
      reporter.notice(
        'A webhook without the right signature was refused, and others will be without a word: "webhook-secret" must be the secret of the provider\'s webhook settings.',
      );
    }
    wasRefused = true;
  };
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    (request, response) => {
      takeWebhook(request, response, limits.bodyBytes, (body) => {
        if (secret !== null && !isSigned(body, signatureOf(request), secret)) {
          onRefused();
          answer(response, 401);
          return;
        }
        // However the exchange ends: a webhook whose sender has gone is a webhook.
        response.once('close', () => {
          bell.ring(parseWebhook(parseJson(body.toString('utf8'))));
        });
        answer(response, 200);
      });
    },
  );
  server.maxConnections = limits.connections;
  server.on('connection', (socket) => socket.unref());
  try {
    await bind(server, host, port);
  } catch (error) {
    return { kind: 'failed', why: inWords(error) };
  }
  server.unref();
  // A connection that cannot be taken is lost; the provider sends it again.
  server.on('error', () => undefined);
  bell.open(server);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
      bell.shut(server);
    });
  return { kind: 'listening', host, port: (server.address() as AddressInfo).port, close };
}

/** Answers what is no webhook by its method or size alone. */
function takeWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  mostBytes: number,
  onBody: (body: Buffer) => void,
): void {
  if (request.method !== 'POST') {
    answer(response, 405, { allow: 'POST', connection: 'close' });
    return;
  }
  const chunks: Buffer[] = [];
  let size = Number(request.headers['content-length'] ?? 0);
  const refuse = (): void => {
    chunks.length = 0;
    // Node closes the connection after such an answer, whatever still comes.
    answer(response, 413, { connection: 'close' });
  };
  if (size > mostBytes) {
    refuse();
    return;
  }
  size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else if (!response.headersSent) refuse();
  });
  request.on('end', () => {
    if (size <= mostBytes) onBody(Buffer.concat(chunks));
  });
}

function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-length': '0', ...headers });
  response.end();
}

function signatureOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-webhook-signature'];
  return typeof header === 'string' ? header : undefined;
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

const WHY: Partial<Record<string, string>> = {
  EADDRINUSE: 'another process listens there',
  EACCES: "the runner's user may not listen there; ports from 1024 on need no rights",
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no address is known by that name',
};

function inWords(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WHY[code] ?? message;
}
