import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Arrived {
  line: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface LoopbackServer {
  url: (path: string) => URL;
  arrived: Arrived[];
  sockets: Set<Socket>;
}

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real server on loopback; every request is noted before it is answered. */
export async function serveLoopback(
  respond: (response: ServerResponse, request: IncomingMessage, count: number) => void,
): Promise<LoopbackServer> {
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      const body = Buffer.concat(chunks).toString('utf8');
      arrived.push({ line, headers: request.headers, body });
      respond(response, request, arrived.length);
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { url: (path) => new URL(`http://127.0.0.1:${port}${path}`), arrived, sockets };
}
