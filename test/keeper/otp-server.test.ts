import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure, FAILURE_KINDS } from '../../src/domain/failure.ts';
import type { OtpAnswer, OtpDesk } from '../../src/domain/otp-desk.ts';
import { openOtpServer, type OtpServerOptions } from '../../src/keeper/otp-server.ts';
import { systemRandom } from '../../src/action/runtime/wall.ts';
import { code, FakeDesk } from '../support/fake-desk.ts';
import { failure } from '../support/fake-provider.ts';
import { exchange, type PlainReply } from '../support/plain-http.ts';

const LEASES = [
  { orderId: '7', phoneNumber: '+628123456789' },
  { orderId: '8', phoneNumber: '+4915123456789' },
];

async function open(desk: OtpDesk, options: Partial<OtpServerOptions> = {}) {
  const server = await openOtpServer(desk, LEASES, {
    defaultTimeoutMs: 120_000,
    random: systemRandom,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

/** A server whose desk gives this answer to everybody. */
async function answering(answer: OtpAnswer) {
  const desk = new FakeDesk();
  desk.standing = answer;
  const server = await open(desk);
  return { desk, server, url: server.urlOf('7') };
}

const message = ({ json }: PlainReply): string =>
  (json as { error: { message: string } }).error.message;

describe('the answer', () => {
  test('is the code as soon as it is there', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);
    const reply = exchange(server.urlOf('7'));
    await desk.asked(1);
    desk.questions[0]?.answer(code('042917', 2));

    expect(await reply).toMatchObject({
      status: 200,
      json: {
        order_id: '7',
        phone_number: '+628123456789',
        otp_code: '042917',
        revision: 2,
      },
    });
  });

  test('can be had in one line of a test, by the fetch of Node.js', async () => {
    const { url } = await answering(code('042917'));

    const { otp_code } = (await (await fetch(url)).json()) as { otp_code: string };

    expect(otp_code).toBe('042917');
  });

  test('has no revision where the provider counts none', async () => {
    const { url } = await answering(code('042917', null));

    expect((await exchange(url)).json).toHaveProperty('revision', null);
  });

  test('is 408 on time-out, and says what to look at', async () => {
    const { url } = await answering({ kind: 'timed-out' });

    const reply = await exchange(`${url}?timeout=60`);

    expect(reply.status).toBe(408);
    expect(reply.json).toHaveProperty('error.kind', 'otp-timeout');
    expect(message(reply)).toMatch(/^No SMS came to order 7 within 60 s\..*\+628123456789/);
  });

  test('on time-out of a later code names the revision', async () => {
    const { url } = await answering({ kind: 'timed-out' });

    expect(message(await exchange(`${url}?after=3`))).toMatch(/^No SMS after revision 3 /);
  });

  test.each([
    ['expired', /has expired/],
    ['cancelled', /is cancelled/],
    ['completed', /is finished/],
  ] as const)('is 410 when the order is %s', async (status, words) => {
    const { url } = await answering({ kind: 'closed', status });

    const reply = await exchange(url);

    expect(reply.status).toBe(410);
    expect(reply.json).toHaveProperty('error.kind', status);
    expect(message(reply)).toMatch(words);
  });

  test.each([
    [422, 'sms-without-code'],
    [422, 'wrong-domain'],
    [400, 'invalid-input'],
    [503, 'rate-limited'],
    [502, 'provider-outage'],
    [502, 'unauthorized'],
  ] as const)('is %i for the failure %s, with its words', async (status, kind) => {
    const { url } = await answering({ kind: 'failed', failure: failure(kind) });

    const reply = await exchange(url);

    expect(reply.status).toBe(status);
    expect(reply.json).toEqual({ error: { kind, message: failure(kind).describe() } });
  });

  test.each(FAILURE_KINDS)('is an error to every client for the failure %s', async (kind) => {
    const { url } = await answering({ kind: 'failed', failure: new Failure(kind, 'Words.') });

    expect((await fetch(url)).ok).toBe(false);
  });

  test('of a desk that breaks its promise shows nothing of the error', async () => {
    const server = await open({ ask: () => Promise.reject(new Error('smsc_token')) });

    const reply = await exchange(server.urlOf('7'));

    expect(reply.status).toBe(502);
    expect(reply.json).toHaveProperty('error.kind', 'protocol');
    expect(reply.text).not.toContain('smsc_token');
  });
});

describe('the question', () => {
  test.each([
    ['', 120_000, null],
    ['?timeout=60', 60_000, null],
    ['?timeout=60s', 60_000, null],
    ['?timeout=2m&after=1', 120_000, 1],
    ['?timeout=&after=', 120_000, null],
    ['?timeout=1', 1_000, null],
    ['?timeout=6h&after=0', 21_600_000, 0],
  ])('%s waits for %i ms, for a code after %s', async (query, timeoutMs, after) => {
    const { desk, url } = await answering(code('1234'));

    await exchange(url + query);

    expect(desk.questions).toMatchObject([{ orderId: '7', timeoutMs, after }]);
  });

  test.each([
    ['?timeout=soon', '"timeout" must be a duration'],
    ['?timeout=0', '"timeout" must be a duration'],
    ['?timeout=7h', '"timeout" must be a duration'],
    ['?after=null', '"after" must be the "revision" of an earlier answer'],
    ['?after=-1', '"after" must be'],
    ['?timout=60', 'The query may have "timeout" and "after" alone'],
    ['?timeout=60&timeout=90', '"timeout" stands there twice'],
    ['?timeout=soon&after=x', '"timeout" must be a duration as in "60", "60s" or "2m", from 1 s'],
  ])('%s is 400 and says what to do', async (query, words) => {
    const { desk, url, server } = await answering(code('1234'));

    const reply = await exchange(url + query);

    expect(reply.status).toBe(400);
    expect(message(reply)).toContain(words);
    expect(desk.questions).toEqual([]);
    expect(server.asked('7')).toBe(false);
  });

  test('is one order by one URL', async () => {
    const { desk, server } = await answering(code('1234'));

    await exchange(server.urlOf('8'));

    expect(desk.questions.map(({ orderId }) => orderId)).toEqual(['8']);
    expect([server.asked('7'), server.asked('8')]).toEqual([false, true]);
    expect(() => server.urlOf('9')).toThrow('Order 9 is not served');
  });

  test('ends when its caller hangs up', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);
    const gone = new AbortController();
    const asking = fetch(server.urlOf('7'), { signal: gone.signal }).catch(() => 'gone');
    await desk.asked(1);
    const [question] = desk.questions;
    expect(question?.signal.aborted).toBe(false);

    gone.abort();

    await new Promise((resolve) => question?.signal.addEventListener('abort', resolve));
    expect(await asking).toBe('gone');
    expect(server.asked('7')).toBe(true);
  });

  test('ends when the server closes', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);
    const asking = exchange(server.urlOf('7')).catch(() => 'cut');
    await desk.asked(1);

    await server.close();

    expect(await asking).toBe('cut');
    expect(desk.questions[0]?.signal.aborted).toBe(true);
  });

  test('waits beside others, and the 257th at the same time is 503', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);
    const waiting = Array.from({ length: 256 }, () => exchange(server.urlOf('7')));
    await desk.asked(256);

    const refused = await exchange(server.urlOf('7'));
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);

    for (const { answer } of desk.questions) answer(code('042917'));
    expect((await Promise.all(waiting)).every(({ status }) => status === 200)).toBe(true);
    desk.standing = code('042917');
    expect((await exchange(server.urlOf('7'))).status).toBe(200);
  });
});

describe('the code is told', () => {
  test('before its caller has it', async () => {
    const desk = new FakeDesk();
    desk.standing = code('042917');
    const order: string[] = [];
    const server = await open(desk, {
      onCode: (told, orderId) => order.push(`told ${told} of ${orderId}`),
    });

    await exchange(server.urlOf('7')).then(() => order.push('answered'));

    expect(order).toEqual(['told 042917 of 7', 'answered']);
  });

  test('only if there is one', async () => {
    const desk = new FakeDesk();
    desk.standing = { kind: 'timed-out' };
    const told: string[] = [];
    const server = await open(desk, { onCode: (text) => told.push(text) });

    await exchange(server.urlOf('7'));

    expect(told).toEqual([]);
  });
});

describe('every answer', () => {
  test.each(['', '?timeout=soon', '/x'])(
    'is JSON that nobody keeps or guesses at: URL%s',
    async (end) => {
      const { url } = await answering(code('1234'));

      const asked = { headers: { connection: 'keep-alive' } };
      const { headers, json } = await exchange(url + end, asked);

      expect(json).toBeDefined();
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        vary: 'Origin',
        connection: 'close',
      });
    },
  );
});

describe('who does not know the URL', () => {
  test.each(['/', '/otp', `/${'0'.repeat(32)}`, '//', '/%00', '/..'])(
    'gets 404 and asks nobody: %s',
    async (path) => {
      const { desk, server } = await answering(code('1234'));

      const reply = await exchange(`http://127.0.0.1:${String(server.port)}${path}`);

      expect(reply.status).toBe(404);
      expect(reply.text).not.toContain('628123456789');
      expect(desk.questions).toEqual([]);
    },
  );

  test('cannot guess it: 128 bits, other ones for each order and server', async () => {
    const first = await open(new FakeDesk());
    const second = await open(new FakeDesk());
    const urls = [first, second].flatMap((server) => [server.urlOf('7'), server.urlOf('8')]);
    const paths = urls.map((url) => new URL(url).pathname);

    expect(paths.filter((path) => /^\/[0-9a-f]{32}$/.test(path))).toHaveLength(4);
    expect(new Set(paths).size).toBe(4);
  });
});

describe('a page that lets its own name point at this machine (DNS rebinding)', () => {
  test.each([
    'rebound.example.com:PORT',
    'rebound.example.com',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil:PORT',
    'localhost.:PORT',
  ])('is refused by its Host: %s', async (host) => {
    const { desk, server, url } = await answering(code('1234'));
    const name = host.replace('PORT', String(server.port));

    const reply = await exchange(url, { headers: { host: name } });

    expect(reply.status).toBe(403);
    expect(desk.questions).toEqual([]);
  });

  test.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT'])(
    'has no Host like ours: %s passes',
    async (host) => {
      const { server, url } = await answering(code('1234'));
      const name = host.replace('PORT', String(server.port));

      expect((await exchange(url, { headers: { host: name } })).status).toBe(200);
    },
  );
});

describe('a page in the browser', () => {
  test.each(['http://localhost:3000', 'http://127.0.0.1', 'https://[::1]:8443'])(
    'of %s may read the answer',
    async (origin) => {
      const { url } = await answering(code('1234'));

      const { headers } = await exchange(url, { headers: { origin } });

      expect(headers['access-control-allow-origin']).toBe(origin);
    },
  );

  test.each([
    'https://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com:80',
    'http://user@localhost',
    'null',
  ])('of %s may not', async (origin) => {
    const { url } = await answering(code('1234'));
    const headers = { origin, 'access-control-request-method': 'GET' };

    const replies = [
      await exchange(url, { headers }),
      await exchange(url, { method: 'OPTIONS', headers }),
    ];

    const names = replies.flatMap((reply) => Object.keys(reply.headers));
    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('may ask beforehand, as it does for a header of its own', async () => {
    const { desk, url } = await answering(code('1234'));

    const reply = await exchange(url, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-test',
        'access-control-request-private-network': 'true',
      },
    });

    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:3000',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': '*',
      'access-control-allow-private-network': 'true',
    });
    expect(desk.questions).toEqual([]);
  });
});

describe('other methods', () => {
  test('HEAD is 200 at once and asks nobody', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);

    const { status, text } = await exchange(server.urlOf('7'), { method: 'HEAD' });

    expect([status, text, desk.questions, server.asked('7')]).toEqual([200, '', [], false]);
  });

  test('OPTIONS is 204 and names them', async () => {
    const { url } = await answering(code('1234'));

    const { status, headers } = await exchange(url, { method: 'OPTIONS' });

    expect([status, headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is 405', async (method) => {
    const { desk, url } = await answering(code('1234'));

    const { status, headers } = await exchange(url, { method });

    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(desk.questions).toEqual([]);
  });
});

describe('the server', () => {
  test('can be reached from this machine alone', async () => {
    const desk = new FakeDesk();
    desk.standing = code('1234');
    const { port } = await open(desk);
    const elsewhere = connect(port, '127.0.0.2');
    onTestFinished(() => {
      elsewhere.destroy();
    });

    const error = await new Promise<Error>((resolve) => elsewhere.on('error', resolve));

    expect(error).toHaveProperty('code', 'ECONNREFUSED');
  });

  test('refuses headers of more than 16 KiB', async () => {
    const { url } = await answering(code('1234'));

    const { status } = await exchange(url, { headers: { cookie: 'c'.repeat(17_000) } });

    expect(status).toBe(431);
  });

  test('refuses connections when it is closed', async () => {
    const desk = new FakeDesk();
    const server = await open(desk);
    await server.close();

    await expect(exchange(server.urlOf('7'))).rejects.toHaveProperty('code', 'ECONNREFUSED');
  });

  test('leaves to others what is none of its URLs', async () => {
    const server = await open(new FakeDesk(), {
      otherwise: ({ path }) => (path === '/stop' ? { status: 204, body: null } : null),
    });
    const at = (path: string): Promise<PlainReply> =>
      exchange(`http://127.0.0.1:${String(server.port)}${path}`);

    expect([(await at('/stop')).status, (await at('/stay')).status]).toEqual([204, 404]);
  });
});
