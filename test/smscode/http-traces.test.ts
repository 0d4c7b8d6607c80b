import { getEventListeners, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHttp, HttpFault, type HttpRequest } from '../../src/smscode/http.ts';
import { serveLoopback } from '../support/loopback-server.ts';

const http = createHttp('virtual-number-action/test');
const get = (url: URL): HttpRequest => ({ method: 'GET', url, headers: {} });

/** The exchange to its end, good or bad. */
const settled = (url: URL, limits: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  http(get(url), { timeoutMs: 5_000, ...limits }).catch((fault: unknown) => fault);

const ANSWERED = (response: { end: (body: string) => void }): void => {
  response.end('{}');
};

describe('an exchange leaves nothing behind that keeps the process', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('no timer after an answer', async () => {
    const server = await serveLoopback(ANSWERED);
    await settled(server.url('/'));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('no timer after a fault', async () => {
    const server = await serveLoopback((_response, request) => request.socket.destroy());
    expect(await settled(server.url('/'))).toBeInstanceOf(HttpFault);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an exchange leaves the signal of its step alone', () => {
  test('after an answer', async () => {
    const { signal } = new AbortController();
    const server = await serveLoopback(ANSWERED);
    await settled(server.url('/'), { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('after a fault', async () => {
    const { signal } = new AbortController();
    const server = await serveLoopback((_response, request) => request.socket.destroy());
    await settled(server.url('/'), { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a request that timed out', () => {
  test('hangs up on the server', async () => {
    const server = await serveLoopback(() => undefined);
    await settled(server.url('/'), { timeoutMs: 50 });
    const [socket] = server.sockets;
    if (socket?.destroyed === false) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });

  test('does not give its connection to the next', async () => {
    const server = await serveLoopback((response, _request, count) => {
      if (count === 2) response.end('{}');
    });
    await settled(server.url('/'), { timeoutMs: 50 });
    await settled(server.url('/'));
    expect(server.sockets.size).toBe(2);
  });
});

test('a fault has its own name in a stack trace', () => {
  expect(String(new HttpFault('sent', 'cut', 'socket hang up'))).toBe('HttpFault: socket hang up');
});
