import { execFile } from 'node:child_process';
import { Agent, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { serveLoopback } from '../../support/loopback-server.ts';
import { SmeeDouble } from '../../support/smee-double.ts';
import { openRelay } from './open-relay.ts';

const PATIENT = { answerMs: 60_000, silenceMs: 60_000 };

const streams = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
};

describe('a relay is of no use, said in one notice and not asked again, where it answers', () => {
  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      'a page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'no stream of events',
    ],
    ['nothing that says what it is', (response) => response.end('data: {}'), 'no stream of events'],
    ['404', (response) => response.writeHead(404).end(), 'answered 404'],
    ['401', (response) => response.writeHead(401).end(), 'answered 401'],
    [
      '403, as smee.io to a channel that it shut',
      (response) => response.writeHead(403).end(),
      '403',
    ],
    ['204', (response) => response.writeHead(204).end(), 'answered 204, which asks to stay away'],
    ['a redirect to nowhere', (response) => response.writeHead(302).end(), 'answered 302'],
    [
      'a redirect to plain http elsewhere',
      (response) => response.writeHead(302, { location: 'http://relay.example.com/x' }).end(),
      'answered 302',
    ],
    [
      'a redirect to no address',
      (response) => response.writeHead(302, { location: 'http://[' }).end(),
      'answered 302',
    ],
    [
      'a redirect to itself',
      (response) => response.writeHead(307, { location: '/channel' }).end(),
      'answered 307',
    ],
  ])('%s', async (_, respond, why) => {
    const server = await serveLoopback(respond);
    const { relay, said, bell, clock } = openRelay(server.url('/channel'));

    relay.start();

    const lines = await said(1);
    await relay.close();
    expect(lines).toEqual([expect.stringMatching(/^notice: .*"webhook-relay" is of no use/)]);
    expect(lines[0]).toContain(why);
    expect(clock.slept).toEqual([]);
    expect(bell.isLive()).toBe(false);
  });
});

describe('a relay is asked again, with one notice for all tries, where it', () => {
  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['answers 500', (response) => response.writeHead(500).end('<html>'), /answered 500/],
    ['answers 503', (response) => response.writeHead(503).end(), /answered 503/],
    ['answers 429', (response) => response.writeHead(429).end(), /answered 429/],
    ['cuts the connection', (response) => response.destroy(), /ECONNRESET/],
  ])('%s', async (_, respond, why) => {
    const server = await serveLoopback((response, _request, count) => {
      if (count <= 2) respond(response);
      else streams(response);
    });
    const { relay, said, clock } = openRelay(server.url('/channel'));

    relay.start();
    await clock.passNap();
    await clock.passNap();

    const lines = await said(2);
    expect(lines).toEqual([expect.stringMatching(why), 'Webhooks arrive through the relay now.']);
    expect(lines[0]).toMatch(/^notice: .*"webhook-relay" cannot be read now.*read all the same/);
  });

  test('is not there', async () => {
    const { relay, said } = openRelay(new URL('http://127.0.0.1:1/channel'));

    relay.start();

    expect(await said(1)).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  test('takes the connection and says nothing', async () => {
    const server = await serveLoopback(() => undefined);
    const { relay, said } = openRelay(server.url('/'), { ...PATIENT, answerMs: 30 });

    relay.start();

    expect(await said(1)).toEqual([expect.stringContaining('no answer came in time')]);
  });
});

describe('a proxy that never opens its tunnel', () => {
  const url = new URL('http://127.0.0.1:1/channel');
  const hanging = (): Agent => Object.assign(new Agent(), { createConnection: () => undefined });

  test('is not waited for without end', async () => {
    const { relay, said } = openRelay(url, { ...PATIENT, answerMs: 30 }, hanging());

    relay.start();

    expect(await said(1)).toEqual([expect.stringContaining('no answer came in time')]);
  });

  test('does not keep the relay from being closed', async () => {
    const { relay, lines, asked } = openRelay(url, PATIENT, hanging());
    relay.start();

    await relay.close();

    expect(asked).toEqual([url.href]);
    expect(lines).toEqual([]);
  });
});

test('a stream in which nothing comes any more is opened again', async () => {
  const smee = await SmeeDouble.start();
  const { relay, clock } = openRelay(smee.channel, { ...PATIENT, silenceMs: 30 });
  relay.start();
  const first = await smee.stream(1);

  await first.closed;
  await clock.passNap();

  expect((await smee.stream(2)).lastEventId).toBe('0');
});

describe('a redirect', () => {
  test('to another path is followed, each time anew', async () => {
    const server = await serveLoopback((response, request) => {
      if (request.url === '/channel') response.writeHead(302, { location: '/moved' }).end();
      else streams(response);
    });
    const { relay, asked, said } = openRelay(server.url('/channel'));

    relay.start();

    expect(await said(1)).toEqual(['Webhooks arrive through the relay now.']);
    expect(server.arrived.map(({ line }) => line)).toEqual(['GET /channel', 'GET /moved']);
    expect(asked).toEqual([server.url('/channel').href, server.url('/moved').href]);
  });

  test('is followed three times and no more', async () => {
    const server = await serveLoopback((response, _request, count) => {
      response.writeHead(302, { location: `/${String(count)}` }).end();
    });
    const { relay, said } = openRelay(server.url('/channel'));

    relay.start();

    expect(await said(1)).toEqual([expect.stringContaining('302')]);
    expect(server.arrived).toHaveLength(4);
  });
});

describe('an event of more than 1 MB ends the connection, with one notice', () => {
  const half = 'x'.repeat(300_000);

  test.each<[string, string]>([
    ['in one line', `data: ${half}`],
    ['in many lines', `data: ${half}\n`],
    ['as a comment', `: ${half}`],
    ['as a name', `event: ${half}`],
    ['as a field that nobody knows', half],
  ])('%s', async (_, piece) => {
    const smee = await SmeeDouble.start();
    const { relay, lines, clock, count } = openRelay(smee.channel);
    relay.start();
    const first = await smee.stream(1);

    smee.raw(piece);
    for (let sent = 1; sent < 4; sent += 1) smee.raw(piece.endsWith('\n') ? piece : half);
    await first.closed;

    await clock.passNap();
    await smee.stream(2);
    await smee.post({ order_id: 'after' });
    expect(await count(1)).toEqual(['after']);
    expect(lines).toEqual([
      'Webhooks arrive through the relay now.',
      expect.stringMatching(/^notice: .*an event of more than 1 MB/),
    ]);
  });

  test('and one of 1 MB does not', async () => {
    const smee = await SmeeDouble.start();
    const { relay, count } = openRelay(smee.channel);
    relay.start();

    await smee.post({ order_id: 'large', pad: 'x'.repeat(1_000_000) });

    expect(await count(1)).toEqual(['large']);
  });
});

test('what a relay sends is nowhere in the log', async () => {
  const smee = await SmeeDouble.start();
  const { relay, lines, count } = openRelay(smee.channel);
  relay.start();

  smee.raw('event: ::error::x\nid: ::error::x\nretry: ::error::x\ndata: ::error::x\n\n');
  await smee.post({ event: '::error::x', order_id: 'fine', otp_code: '204816' });

  expect(await count(1)).toEqual(['fine']);
  expect(lines).toEqual(['Webhooks arrive through the relay now.']);
});

test('a relay does not keep the process alive', { timeout: 60_000 }, async () => {
  const smee = await SmeeDouble.start();
  const loader = new URL('../../support/typescript.mjs', import.meta.url).href;
  const source = (file: string): string =>
    new URL(`../../../src/keeper/webhooks/${file}`, import.meta.url).href;
  const program = `
    import { Agent } from 'node:http';
    import { nodeStreams } from '${source('event-stream.ts')}';
    import { Relay } from '${source('relay.ts')}';
    const agent = new Agent();
    let open;
    const opened = new Promise((resolve) => (open = resolve));
    const relay = new Relay(new URL('${smee.channel.href}'), {
      open: nodeStreams(() => agent),
      clock: { now: () => 0 },
      reporter: { info: (line) => process.stdout.write(line) },
      bell: { open, ring: () => undefined, shut: () => undefined },
    });
    relay.start();
    const awake = setInterval(() => undefined, 1_000);
    await opened;
    clearInterval(awake);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    loader,
    '--input-type=module',
    '-e',
    program,
  ]);
  expect(stdout).toBe('Webhooks arrive through the relay now.');
});
