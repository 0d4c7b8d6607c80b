import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { describeNonEnvelope, readEnvelope } from '../../src/smscode/envelope.ts';
import { createHttp } from '../../src/smscode/http.ts';
import { serveLoopback } from '../support/loopback-server.ts';

const http = createHttp('virtual-number-action/test');
const LIMITS = { timeoutMs: 5_000 };
const get = (url: URL) => ({ method: 'GET', url, headers: {} }) as const;

describe('a request', () => {
  test('arrives with its method, path, query, headers and body', async () => {
    const server = await serveLoopback((response) => response.end());
    await http(
      {
        method: 'POST',
        url: server.url('/v1/orders?x=1'),
        headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
        body: '{"name":"é"}',
      },
      LIMITS,
    );
    expect(server.arrived).toMatchObject([
      {
        line: 'POST /v1/orders?x=1',
        body: '{"name":"é"}',
        headers: {
          authorization: 'Bearer t',
          'content-type': 'application/json',
          'content-length': '13',
          'user-agent': 'virtual-number-action/test',
        },
      },
    ]);
  });

  test('without a body announces none', async () => {
    const server = await serveLoopback((response) => response.end());
    await http(get(server.url('/v1/balance')), LIMITS);
    expect(server.arrived[0]?.headers).not.toHaveProperty('content-length');
  });

  test('uses the connection of the one before it', async () => {
    const server = await serveLoopback((response) => response.end('{}'));
    await http(get(server.url('/1')), LIMITS);
    await http(get(server.url('/2')), LIMITS);
    expect(server.sockets.size).toBe(1);
  });
});

describe('an answer', () => {
  test('is handed out with status, headers in lower case, and text', async () => {
    const server = await serveLoopback((response) => {
      response.writeHead(404, { 'X-Request-Id': 'req_1', 'Retry-After': '7' }).end('nö');
    });
    expect(await http(get(server.url('/')), LIMITS)).toMatchObject({
      status: 404,
      headers: { 'x-request-id': 'req_1', 'retry-after': '7' },
      body: 'nö',
    });
  });

  test('that cuts a character in two between packets is put together', async () => {
    const bytes = Buffer.from('nö');
    const server = await serveLoopback((response) => {
      response.write(bytes.subarray(0, 2), () => {
        setImmediate(() => response.end(bytes.subarray(2)));
      });
    });
    expect((await http(get(server.url('/')), LIMITS)).body).toBe('nö');
  });

  test('that redirects is not followed: the token would go elsewhere', async () => {
    const other = await serveLoopback((response) => response.end('taken'));
    const server = await serveLoopback((response) => {
      response.writeHead(302, { location: other.url('/taken').href }).end();
    });
    expect((await http(get(server.url('/')), LIMITS)).status).toBe(302);
    expect(other.arrived).toEqual([]);
  });
});

describe('an answer that is none of the API', () => {
  test.each([
    ['a 413 without an envelope', 413, 'Payload Too Large', 'an answer that is not JSON'],
    ['half a JSON', 200, '{"success":true,"data":{"id', 'an answer that is not JSON'],
    ['HTML', 502, '\n<html><h1>Bad gateway</h1></html>', 'an HTML page'],
    ['nothing', 204, '', 'an empty answer'],
    ['a list', 200, '[]', 'JSON of another shape'],
    ['null', 200, 'null', 'JSON of another shape'],
    ['bytes', 200, gzipSync('{}'), 'an answer that is not JSON'],
  ])('is told from an envelope, and does not crash: %s', async (_, status, body, words) => {
    const server = await serveLoopback((response) => response.writeHead(status).end(body));
    const reply = await http(get(server.url('/')), LIMITS);
    expect([readEnvelope(reply), describeNonEnvelope(reply)]).toEqual([null, words]);
  });
});
