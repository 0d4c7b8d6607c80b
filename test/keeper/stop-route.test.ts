import { describe, expect, onTestFinished, test } from 'vitest';
import { openLoopback } from '../../src/keeper/loopback-server.ts';
import { STOP_PATH, stopRoute } from '../../src/keeper/stop-route.ts';
import { exchange } from '../support/plain-http.ts';

const KEY = 'f'.repeat(64);

async function open() {
  let stops = 0;
  const route = stopRoute(KEY, () => {
    stops += 1;
  });
  const server = await openLoopback((request) =>
    Promise.resolve(route(request) ?? { status: 299, body: null }),
  );
  onTestFinished(() => server.close());
  const at = (path: string, method: string, authorization?: string) =>
    exchange(`http://127.0.0.1:${String(server.port)}${path}`, {
      method,
      headers: authorization === undefined ? {} : { authorization },
    });
  return { at, stops: () => stops };
}

describe('the server is stopped', () => {
  test('by its key, and answers first', async () => {
    const { at, stops } = await open();

    expect((await at(STOP_PATH, 'POST', `Bearer ${KEY}`)).status).toBe(204);
    await expect.poll(stops).toBe(1);
  });

  test.each([
    undefined,
    '',
    'Bearer',
    `Bearer ${'e'.repeat(64)}`,
    KEY,
    `bearer ${KEY}`,
    `Bearer ${KEY}0`,
  ])('not by the authorization "%s"', async (authorization) => {
    const { at, stops } = await open();

    const reply = await at(STOP_PATH, 'POST', authorization);

    expect(reply.status).toBe(401);
    expect(reply.text).not.toContain(KEY);
    expect(stops()).toBe(0);
  });

  test('not by a link: GET is 405', async () => {
    const { at, stops } = await open();

    const reply = await at(STOP_PATH, 'GET', `Bearer ${KEY}`);

    expect([reply.status, reply.headers.allow, stops()]).toEqual([405, 'POST', 0]);
  });

  test('not at another path', async () => {
    const { at } = await open();

    expect((await at('/stop/', 'POST', `Bearer ${KEY}`)).status).toBe(299);
  });
});
