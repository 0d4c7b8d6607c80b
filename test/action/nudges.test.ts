import { describe, expect, onTestFinished, test } from 'vitest';
import { nudgeWish, openNudges, type OpenNudges } from '../../src/action/runtime/nudges.ts';
import { countingRandom } from '../support/fake-ports.ts';
import { HandClock } from '../support/hand-clock.ts';
import { HeardNudges } from '../support/heard-nudges.ts';
import { read } from '../support/inputs.ts';
import { serveLoopback } from '../support/loopback-server.ts';
import { SmeeDouble } from '../support/smee-double.ts';

interface Opened extends OpenNudges {
  log: HeardNudges;
  /** Resolves with the next nudge. */
  next: () => Promise<string>;
}

/** Opens what these inputs of a wait ask for. */
async function open(inputs: Record<string, string>): Promise<Opened> {
  const log = new HeardNudges();
  const ports = { clock: new HandClock(), random: countingRandom(), reporter: log.reporter };
  const wish = nudgeWish(read({ mode: 'wait', ...inputs }).inputs);
  const opened = await openNudges(wish, ports);
  onTestFinished(() => opened.close());
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      const end = opened.nudges?.subscribe((orderId) => {
        end?.();
        resolve(orderId);
      });
    });
  return { ...opened, log, next };
}

const portIn = (line = ''): string => /:(\d+),/.exec(line)?.[1] ?? '';

test('where no input asks for webhooks there are none, and nothing listens', async () => {
  const { nudges, log } = await open({});
  expect(nudges).toBeNull();
  expect(log.lines).toEqual([]);
});

describe('"webhook-listen"', () => {
  test('of port 0 listens at a free one, which the log names', async () => {
    const { log, next } = await open({ 'webhook-listen': '127.0.0.1:0' });
    expect(log.lines).toEqual([
      expect.stringMatching(
        /^Listening for webhooks at 127\.0\.0\.1:[1-9]\d*, whoever sends them\.$/,
      ),
    ]);

    const heard = next();
    const url = `http://127.0.0.1:${portIn(log.lines[0])}/`;
    await fetch(url, { method: 'POST', body: '{"order_id":7}' });

    expect(await heard).toBe('7');
  });

  test('of an IPv6 address is shown in its brackets', async () => {
    // Of the block that is for documents, RFC 3849: nothing can listen there.
    const { log } = await open({ 'webhook-listen': '[2001:db8::1]:8080' });

    expect(log.lines).toEqual([expect.stringContaining('[2001:db8::1]:8080: ')]);
  });

  test('with "webhook-secret" takes signed webhooks alone', async () => {
    const { log } = await open({ 'webhook-listen': '127.0.0.1:0', 'webhook-secret': 'shh' });
    expect(log.lines).toEqual([expect.stringMatching(/, if they are signed\.$/)]);

    const url = `http://127.0.0.1:${portIn(log.lines[0])}/`;
    const { status } = await fetch(url, { method: 'POST', body: '{"order_id":7}' });

    expect(status).toBe(401);
  });

  test('where another listens is one notice, and the wait goes on without', async () => {
    const taken = await serveLoopback((response) => response.end());
    const { nudges, log } = await open({ 'webhook-listen': taken.url('').host });

    expect(log.lines).toEqual([
      `notice: Nothing can listen at "webhook-listen", ${taken.url('').host}: another process listens there. The orders are read without such webhooks.`,
    ]);
    expect(nudges?.isLive()).toBe(false);
  });
});

test('"webhook-relay" is followed until it is closed, and is not waited for', async () => {
  const smee = await SmeeDouble.start();
  const { nudges, log, next, close } = await open({ 'webhook-relay': smee.channel.href });
  expect(nudges?.isLive()).toBe(false);
  await log.said(1);

  const heard = next();
  await smee.post({ order_id: 7 });
  expect(await heard).toBe('7');
  await close();

  expect(nudges?.isLive()).toBe(false);
  await (
    await smee.stream(1)
  ).closed;
  expect(log.lines.join()).not.toContain(smee.channel.pathname);
});

test('both together ring one bell', async () => {
  const smee = await SmeeDouble.start();
  const { log, next } = await open({
    'webhook-listen': '127.0.0.1:0',
    'webhook-relay': smee.channel.href,
  });
  await log.said(2);

  const relayed = next();
  await smee.post({ order_id: 1 });
  expect(await relayed).toBe('1');
  const posted = next();
  const url = `http://127.0.0.1:${portIn(log.lines[0])}/`;
  await fetch(url, { method: 'POST', body: '{"order_id":2}' });
  expect(await posted).toBe('2');
});
