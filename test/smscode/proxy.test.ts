import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HttpChild } from '../support/http-child.ts';
import { serveLoopback } from '../support/loopback-server.ts';
import { selfSigned } from '../support/self-signed.ts';

/** Nowhere but behind the proxy. */
const HOST = 'api.provider.test';
const BALANCE = `https://${HOST}/v1/balance`;

const identity = selfSigned(HOST);
const child = new HttpChild(identity.cert);

/** Every request that the proxy saw, and every one that arrived behind it. */
let throughProxy: string[] = [];
let arrived: string[] = [];

const provider = createTlsServer(identity, (request, response) => {
  arrived.push(`${request.headers.host ?? ''} ${request.url ?? ''}`);
  if (request.url === '/v1/cut') request.socket.destroy();
  else response.end('from the provider');
});

const proxy = createServer((request, response) => {
  throughProxy.push(`${request.method ?? ''} ${request.url ?? ''}`);
  response.writeHead(500).end();
});
proxy.on('connect', (request, client) => {
  throughProxy.push(`CONNECT ${request.url ?? ''}`);
  const upstream = connect(portOf(provider), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.pipe(client).pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('error', () => upstream.destroy());
});

const refusing = createServer();
refusing.on('connect', (_request, client) => {
  client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
});

const servers: Server[] = [provider, proxy, refusing];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const urlOf = (server: Server): string => `http://127.0.0.1:${portOf(server)}`;

beforeAll(async () => {
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
});

beforeEach(() => {
  throughProxy = [];
  arrived = [];
});

afterAll(() => {
  for (const server of servers) server.close();
  child.remove();
});

describe('a proxy of the environment', () => {
  test.each(['https_proxy', 'HTTPS_PROXY'])('is used for the provider: %s', async (name) => {
    const outcome = await child.get(BALANCE, { [name]: urlOf(proxy) });
    expect(outcome).toEqual({ status: 200, body: 'from the provider' });
    expect(arrived).toEqual([`${HOST} /v1/balance`]);
  });

  test('sees the host alone: the rest, and the token, goes through a tunnel', async () => {
    await child.get(BALANCE, { https_proxy: urlOf(proxy) });
    expect(throughProxy).toEqual([`CONNECT ${HOST}:443`]);
  });

  test('for http alone does not serve https', async () => {
    expect(await child.get(BALANCE, { http_proxy: urlOf(proxy) })).toMatchObject({
      phase: 'unsent',
    });
    expect(throughProxy).toEqual([]);
  });

  test.each([HOST, '.provider.test', 'other.example, provider.test', '*'])(
    'is passed by for the hosts of no_proxy: %s',
    async (no_proxy) => {
      const outcome = await child.get(BALANCE, { https_proxy: urlOf(proxy), no_proxy });
      expect(outcome).toMatchObject({ phase: 'unsent' }); // there is no such host
      expect(throughProxy).toEqual([]);
    },
  );

  test('is used although no_proxy names other hosts', async () => {
    const env = { https_proxy: urlOf(proxy), no_proxy: 'vider.test,example.com' };
    expect(await child.get(BALANCE, env)).toMatchObject({ status: 200 });
  });

  test('is passed by for loopback', async () => {
    const server = await serveLoopback((response) => response.end('from loopback'));
    const env = { http_proxy: urlOf(proxy), https_proxy: urlOf(proxy) };
    expect(await child.get(server.url('/v1/balance').href, env)).toEqual({
      status: 200,
      body: 'from loopback',
    });
    expect(throughProxy).toEqual([]);
  });
});

test('through a proxy it was sent where the provider cuts the connection', async () => {
  const outcome = await child.get(`https://${HOST}/v1/cut`, { https_proxy: urlOf(proxy) });
  expect(outcome).toMatchObject({ phase: 'sent', why: 'cut' });
});

describe('through a proxy nothing was sent', () => {
  test('where the proxy refuses the tunnel', async () => {
    expect(await child.get(BALANCE, { https_proxy: urlOf(refusing) })).toMatchObject({
      phase: 'unsent',
      why: 'cut',
      message: expect.stringContaining('407') as string,
    });
  });

  test('where nobody listens at its address', async () => {
    expect(await child.get(BALANCE, { https_proxy: 'http://127.0.0.1:1' })).toMatchObject({
      phase: 'unsent',
      why: 'cut',
    });
  });

  test('where nobody vouches for the certificate of the provider', async () => {
    const env = { https_proxy: urlOf(proxy), NODE_EXTRA_CA_CERTS: '' };
    expect(await child.get(BALANCE, env)).toMatchObject({ phase: 'unsent', why: 'cut' });
    expect(arrived).toEqual([]);
  });
});
