import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeKeeperFile } from '../../src/action/keeper/keeper-file.ts';
import { stopKeeper } from '../../src/action/keeper/stop-keeper.ts';
import { openLoopback } from '../../src/keeper/loopback-server.ts';
import { stopRoute } from '../../src/keeper/stop-route.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { wallClock } from '../../src/action/runtime/wall.ts';

const KEY = 'b'.repeat(64);

function recorded(port: number): string {
  const journal = join(tempFolder(), 'step.ndjson');
  writeKeeperFile(journal, { port, stopKey: KEY, pid: 1 });
  return journal;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('stopping a keeper', () => {
  test('is over when its port is closed', async () => {
    let closing: Promise<void> | null = null;
    const route = stopRoute(KEY, () => {
      closing = server.close();
    });
    const server = await openLoopback((request) =>
      Promise.resolve(route(request) ?? { status: 404, body: null }),
    );

    expect(await stopKeeper(recorded(server.port), wallClock)).toBe(true);
    expect(closing).not.toBeNull();
  });

  test('is over at once where nothing listens', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));

    expect(await stopKeeper(recorded(port), wallClock)).toBe(true);
  });

  test('does nothing where none was recorded', async () => {
    expect(await stopKeeper(join(tempFolder(), 'step.ndjson'), wallClock)).toBe(false);
  });

  test('goes on when somebody else answers', async () => {
    const server = await openLoopback(() => Promise.resolve({ status: 404, body: null }));
    onTestFinished(() => server.close());
    const naps: number[] = [];
    const sleep: Clock['sleep'] = (ms, signal) => {
      naps.push(ms);
      return wallClock.sleep(ms, signal);
    };

    expect(await stopKeeper(recorded(server.port), { ...wallClock, sleep })).toBe(false);
    expect(naps).toEqual([2_000]);
  });

  test('goes on when what answers is no HTTP', async () => {
    const port = await listening(createServer((socket) => socket.end('SSH-2.0-x\r\n')));

    expect(await stopKeeper(recorded(port), wallClock)).toBe(false);
  });

  test('goes on after two seconds when nothing answers', async () => {
    const port = await listening(createServer(() => undefined));
    const clock = new VirtualClock();

    expect(await stopKeeper(recorded(port), clock)).toBe(false);
    expect(clock.elapsed()).toBe(2_000);
  });

  test('goes on after two seconds when it says that it ends and does not', async () => {
    const server = await openLoopback((request) =>
      Promise.resolve(stopRoute(KEY, () => undefined)(request) ?? { status: 404, body: null }),
    );
    onTestFinished(() => server.close());
    const naps: number[] = [];
    // Sleeps take no time here but that of an exchange; the whole of the two seconds never passes.
    let now = 0;
    const clock: Clock = {
      now: () => now,
      sleep: (ms, signal) => {
        naps.push(ms);
        if (ms === 50) now += ms;
        return ms === 50
          ? Promise.resolve()
          : new Promise((end) =>
              signal?.addEventListener('abort', () => {
                end();
              }),
            );
      },
    };

    expect(await stopKeeper(recorded(server.port), clock)).toBe(false);
    expect(naps).toEqual([2_000, ...Array.from({ length: 40 }, () => 50)]);
  });
});
