import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { openConnections } from './connections.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH';
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpReply {
  status: number;
  /** Names in lower case, as node gives them. */
  headers: IncomingMessage['headers'];
  body: string;
}

/** One exchange, without retry or redirect. Rejects with an {@link HttpFault} alone. */
export type Http = (
  request: HttpRequest,
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
) => Promise<HttpReply>;

/** No whole answer came. */
export class HttpFault extends Error {
  /** `unsent`: no byte of the request can have reached the server. */
  readonly phase: 'unsent' | 'sent';
  readonly why: 'cut' | 'timed-out' | 'aborted' | 'too-large';

  constructor(phase: HttpFault['phase'], why: HttpFault['why'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HttpFault';
    this.phase = phase;
    this.why = why;
  }
}

/** A full catalog page of 10,000 products is about 2 MB; beyond this it is no answer of the API. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * HTTP over node's own client, for what must be told apart when money is at stake (did bytes leave?)
 * and ended when a job is cancelled.
 */
export function createHttp(userAgent: string): Http {
  const connectionTo = openConnections();
  return (request, limits) =>
    new Promise((resolve, reject) => {
      const { url } = request;
      // Looked up at each call, for whoever puts something in place of node's own (tests, tracing).
      const { request: send } = url.protocol === 'https:' ? https : http;
      const outgoing = send(url, {
        method: request.method,
        headers: { ...request.headers, 'user-agent': userAgent, ...lengthOf(request.body) },
        agent: connectionTo(url),
      });
      const sent = watchConnection(outgoing);
      const end = (why: HttpFault['why'], message: string, cause?: unknown): void => {
        settle();
        outgoing.destroy();
        reject(new HttpFault(sent() ? 'sent' : 'unsent', why, message, cause));
      };
      const timer = setTimeout(() => {
        end('timed-out', `no answer within ${String(limits.timeoutMs / 1000)} s`);
      }, limits.timeoutMs);
      const onAbort = (): void => {
        end('aborted', 'given up because the step is being stopped');
      };
      const settle = (): void => {
        clearTimeout(timer);
        limits.signal?.removeEventListener('abort', onAbort);
      };
      limits.signal?.addEventListener('abort', onAbort);
      // A destroyed request may still emit an error: the promise is settled by then.
      outgoing.on('error', (error) => {
        end('cut', error.message === '' ? 'connection failed' : error.message, error);
      });
      outgoing.on('response', (incoming) => {
        readBody(incoming, (error, body) => {
          if (error !== null) {
            end(error.why, error.message);
            return;
          }
          settle();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
        });
      });
      if (limits.signal?.aborted === true) onAbort();
      else outgoing.end(request.body);
    });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** Tells whether a connection stood, so that bytes may have left. When in doubt: yes. */
function watchConnection(outgoing: ClientRequest): () => boolean {
  let stood = false;
  outgoing.on('socket', (socket: Socket) => {
    const secure = socket instanceof TLSSocket;
    // Through a proxy's tunnel the TLS handshake comes after the socket, which stands already.
    if (!socket.connecting && !(secure && socket.getFinished() === undefined)) {
      stood = true;
      return;
    }
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      stood = true;
    });
  });
  return () => stood;
}

function readBody(
  incoming: IncomingMessage,
  done: (error: { why: HttpFault['why']; message: string } | null, body: string) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) {
      done({ why: 'too-large', message: 'the answer is larger than 16 MiB' }, '');
      return;
    }
    chunks.push(chunk);
  });
  incoming.on('end', () => {
    done(null, Buffer.concat(chunks).toString('utf8'));
  });
  incoming.on('error', (error) => {
    done({ why: 'cut', message: `the answer broke off: ${error.message}` }, '');
  });
}
