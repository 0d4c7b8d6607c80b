import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttp, HttpFault, type HttpRequest } from '../../src/smscode/http.ts';
import { serveLoopback } from '../support/loopback-server.ts';

const http = createHttp('virtual-number-action/test');
/** A client keeps the connections of one base. */
const https = createHttp('virtual-number-action/test');
const get = (url: URL): HttpRequest => ({ method: 'GET', url, headers: {} });

/** How the exchange failed. */
async function fault(
  request: HttpRequest,
  limits: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<HttpFault> {
  const send = request.url.protocol === 'https:' ? https : http;
  const error = await send(request, { timeoutMs: 5_000, ...limits }).catch((e: unknown) => e);
  if (error instanceof HttpFault) return error;
  throw new Error('no fault, or a foreign one', { cause: error });
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('nothing was sent', () => {
  test('where nobody listens', async () => {
    const url = new URL(`http://127.0.0.1:${await closedPort()}/`);
    const found = await fault(get(url));
    expect(found).toMatchObject({ phase: 'unsent', why: 'cut' });
    expect(found.message).toContain('ECONNREFUSED');
    expect(found.cause).toBeInstanceOf(Error);
  });

  test('where a server answers a TLS handshake with something else', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 no TLS here\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await fault(get(new URL(`https://127.0.0.1:${port}/`)))).toMatchObject({
      phase: 'unsent',
      why: 'cut',
    });
  });

  test('where the TLS handshake never ends', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = new URL(`https://127.0.0.1:${port}/`);
    expect(await fault(get(url), { timeoutMs: 50 })).toMatchObject({
      phase: 'unsent',
      why: 'timed-out',
    });
  });

  test('where the step was stopped before', async () => {
    const server = await serveLoopback((response) => response.end());
    expect(await fault(get(server.url('/')), { signal: AbortSignal.abort() })).toMatchObject({
      phase: 'unsent',
      why: 'aborted',
    });
    expect(server.arrived).toEqual([]);
  });
});

describe('it was sent, and', () => {
  test('the connection was cut before the answer', async () => {
    const server = await serveLoopback((_response, request) => request.socket.destroy());
    expect(await fault(get(server.url('/')))).toMatchObject({ phase: 'sent', why: 'cut' });
    expect(server.arrived).toHaveLength(1);
  });

  test('the connection was cut although it had served before', async () => {
    const server = await serveLoopback((response, request, count) => {
      if (count === 1) response.end('{}');
      else request.socket.destroy();
    });
    await http(get(server.url('/')), { timeoutMs: 5_000 });
    expect(await fault(get(server.url('/')))).toMatchObject({ phase: 'sent', why: 'cut' });
    expect(server.sockets.size).toBe(1);
  });

  test('the answer broke off', async () => {
    const server = await serveLoopback((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"success":true', () => response.destroy());
    });
    const found = await fault(get(server.url('/')));
    expect(found).toMatchObject({ phase: 'sent', why: 'cut' });
    expect(found.message).toContain('the answer broke off');
  });

  test('no answer came in time', async () => {
    const server = await serveLoopback(() => undefined);
    const found = await fault(get(server.url('/')), { timeoutMs: 50 });
    expect(found).toMatchObject({ phase: 'sent', why: 'timed-out' });
    expect(found.message).toBe('no answer within 0.05 s');
  });

  test('the answer trickled on beyond the time', async () => {
    const server = await serveLoopback((response) => {
      response.writeHead(200);
      const drops = setInterval(() => response.write(' '), 5);
      response.on('close', () => {
        clearInterval(drops);
      });
    });
    expect(await fault(get(server.url('/')), { timeoutMs: 100 })).toMatchObject({
      phase: 'sent',
      why: 'timed-out',
    });
  });

  test('the step was stopped meanwhile', async () => {
    const stop = new AbortController();
    const server = await serveLoopback(() => {
      stop.abort();
    });
    expect(await fault(get(server.url('/')), { signal: stop.signal })).toMatchObject({
      phase: 'sent',
      why: 'aborted',
    });
  });

  test('the answer had no end', async () => {
    const server = await serveLoopback((response) => {
      const megabyte = Buffer.alloc(1024 * 1024, ' ');
      response.writeHead(200);
      for (let count = 0; count < 17; count += 1) response.write(megabyte);
      response.end();
    });
    expect(await fault(get(server.url('/')))).toMatchObject({ phase: 'sent', why: 'too-large' });
  });

  test('what came was no HTTP', async () => {
    const server = await serveLoopback((response) => {
      response.socket?.end('SMTP ready\r\n');
    });
    expect(await fault(get(server.url('/')))).toMatchObject({ phase: 'sent', why: 'cut' });
  });
});
