import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openLedgerWorld } from './ledger-world.ts';

/** Both packages try again several times, seconds apart. */
const FAST = { speed: 20 };

/** A proxy that lets nothing through and notes which hosts a tunnel was asked for. */
async function closedProxy(): Promise<{ env: Record<string, string>; asked: Set<string> }> {
  const asked = new Set<string>();
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.add(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { env: { https_proxy: url, HTTPS_PROXY: url }, asked };
}

test('a ledger goes through the proxy of the environment, and without it nothing is bought', async () => {
  const world = await openLedgerWorld('openapi', FAST);
  const { env, asked } = await closedProxy();
  Object.assign(world.job.env, env, { ACTIONS_RESULTS_URL: 'https://results.example.com/' });

  const main = await world.job.step(world.keep);

  expect(main.outputs['failure']).toBe('network');
  expect([...asked]).toEqual(['results.example.com:443']);
  expect(world.requests('create')).toEqual([]);
});

test('a sweep goes through the proxy of the environment', async () => {
  const world = await openLedgerWorld('openapi', FAST);
  const { env, asked } = await closedProxy();
  Object.assign(world.sweeper.env, env, { GITHUB_API_URL: 'https://api.github.example.com' });

  const sweep = await world.sweeper.step(world.sweep);

  expect(sweep.outputs['failure']).toBe('network');
  expect([...asked]).toEqual(['api.github.example.com:443']);
});
