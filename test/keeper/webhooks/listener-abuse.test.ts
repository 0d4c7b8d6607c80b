import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exchange } from '../../support/raw-socket.ts';
import { openListener, type OpenListener } from './open-listener.ts';

const MIB = 1024 * 1024;
const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\n';

/** All that was heard so far and after one good webhook, which is the last. */
async function nudgesTo({ post, count }: OpenListener): Promise<string[]> {
  await post({ order_id: 'after' });
  return count(1);
}

describe('a body', () => {
  const padded = (bytes: number): string => {
    const frame = '{"order_id":"large","pad":""}';
    return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
  };

  test('of 1 MiB is taken', async () => {
    const { post, count } = await openListener();

    expect(await post(padded(MIB))).toBe(200);

    expect(await count(1)).toEqual(['large']);
  });

  test('of one byte more is answered 413', async () => {
    const listener = await openListener();

    expect(await listener.post(padded(MIB + 1))).toBe(413);

    expect(await nudgesTo(listener)).toEqual(['after']);
  });

  test('that only says that it is larger is refused at once, and the connection closed', async () => {
    const listener = await openListener();

    const answer = await exchange(
      listener.port,
      `${HEAD}content-length: ${String(MIB + 1)}\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
    expect(await nudgesTo(listener)).toEqual(['after']);
  });

  test('that does not say how large it is, is cut off where it is too large', async () => {
    const listener = await openListener(null, { bodyBytes: 1_000 });

    const answer = await exchange(
      listener.port,
      `${HEAD}transfer-encoding: chunked\r\n\r\n`,
      `3e8\r\n${'x'.repeat(1_000)}\r\n1\r\nx\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
    expect(await nudgesTo(listener)).toEqual(['after']);
  });

  test('that breaks off is no webhook', async () => {
    const listener = await openListener();
    const socket = connect(listener.port, '127.0.0.1');
    socket.end(`${HEAD}content-length: 99\r\n\r\n{"order_id":"half"}`);
    await once(socket.resume(), 'close');

    expect(await nudgesTo(listener)).toEqual(['after']);
  });
});

describe('who is slow is cut off', () => {
  const limits = { headersMs: 40, requestMs: 80, checkEveryMs: 10 };

  test.each([
    ['before the first byte', ''],
    ['in the headers', `${HEAD}x-a: b`],
    ['in the body', `${HEAD}content-length: 99\r\n\r\n{"order_id":"slow"`],
  ])('%s', async (_, sent) => {
    const listener = await openListener(null, limits);

    // Resolves when the listener closes the connection.
    expect(await exchange(listener.port, sent)).toMatch(/^(HTTP\/1\.1 408 |$)/);

    expect(await nudgesTo(listener)).toEqual(['after']);
  });
});

test('no more connections are held than the limit, and others come in when those have gone', async () => {
  const listener = await openListener(null, { connections: 2 });
  const held = [0, 1].map(() => connect(listener.port, '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of held) socket.destroy();
  });
  await Promise.all(held.map((socket) => once(socket, 'connect')));

  expect(await exchange(listener.port, `${HEAD}content-length: 0\r\n\r\n`)).toBe('');

  for (const socket of held) socket.end();
  // The listener learns in its own time that they have gone.
  while (listener.heard.length === 0) await listener.post({ order_id: 1 }).catch(() => undefined);
  expect(listener.heard).toEqual(['1']);
});

test.each(['\0\0\0\0', 'GET', '\x16\x03\x01\x02\0\x01\0', `${HEAD}content-length: -1\r\n\r\n`])(
  'what is no HTTP is refused: %j',
  async (sent) => {
    const listener = await openListener(null, { headersMs: 40, checkEveryMs: 10 });

    expect(await exchange(listener.port, `${sent}\r\n\r\n`)).toMatch(/^(HTTP\/1\.1 400 |$)/);

    expect(await nudgesTo(listener)).toEqual(['after']);
  },
);

test(
  'neither the listener nor who is connected keeps the process alive',
  { timeout: 60_000 },
  async () => {
    const loader = new URL('../../support/typescript.mjs', import.meta.url).href;
    const source = new URL('../../../src/keeper/webhooks/listener.ts', import.meta.url).href;
    const program = `
    import { connect } from 'node:net';
    import { listenForWebhooks } from '${source}';
    const ports = { bell: { open() {} }, reporter: {} };
    const { port } = await listenForWebhooks({ host: '127.0.0.1', port: 0, secret: null }, ports);
    await new Promise((resolve) => connect(port, '127.0.0.1', resolve).unref());
    process.stdout.write('open');
  `;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      loader,
      '--input-type=module',
      '-e',
      program,
    ]);
    expect(stdout).toBe('open');
  },
);
