import { createHmac } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { listenForWebhooks } from '../../../src/keeper/webhooks/listener.ts';
import { HeardNudges } from '../../support/heard-nudges.ts';
import { GUIDE_BODY, OPENAPI_BODY } from '../../support/webhook-bodies.ts';
import { exchange } from '../../support/raw-socket.ts';
import { openListener } from './open-listener.ts';

const SECRET = 'whsec_of_the_tests';

const signed = (body: string, secret = SECRET) => ({
  'x-webhook-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

describe('a webhook that arrives', () => {
  test.each([
    ['of the guide', GUIDE_BODY, 'ord_abc123'],
    ['of openapi', OPENAPI_BODY, '71234'],
  ])('%s is answered 200 and brings a nudge', async (_, body, orderId) => {
    const { post, count } = await openListener();

    expect(await post(body)).toBe(200);

    expect(await count(1)).toEqual([orderId]);
  });

  test("is taken on any path, for the URL is the user's", async () => {
    const { post, count } = await openListener();

    expect(await post({ order_id: 1 }, {}, '/hooks/sms?from=provider')).toBe(200);

    expect(await count(1)).toEqual(['1']);
  });

  test('is answered before anything is done about it', async () => {
    const { port, bell } = await openListener();
    const flag = new SharedArrayBuffer(4);
    const seen = new Int32Array(flag);
    // Nothing else of this process runs meanwhile: only bytes that have left can reach the sender.
    const answered = new Promise((resolve) => {
      bell.subscribe(() => {
        Atomics.wait(seen, 0, 0, 5_000);
        resolve(seen[0]);
      });
    });
    const sender = new Worker(
      `const { workerData } = require('node:worker_threads');
      fetch(workerData.url, { method: 'POST', body: '{"order_id":7}' }).then(({ status }) => {
        Atomics.store(new Int32Array(workerData.flag), 0, status);
        Atomics.notify(new Int32Array(workerData.flag), 0);
      });`,
      { eval: true, workerData: { flag, url: `http://127.0.0.1:${String(port)}/` } },
    );

    expect(await answered).toBe(200);
    await sender.terminate();
  });

  test('twice, late, or about an order of somebody else brings a nudge each time', async () => {
    const { post, count } = await openListener();
    const ids = ['ord_abc123', 'ord_of_others', 'ord_abc123', 'ord_abc123'];

    for (const order_id of ids) expect(await post({ ...GUIDE_BODY, order_id })).toBe(200);

    expect(await count(4)).toEqual(ids);
  });

  test.each(['', '{', 'otp_code=204816', '[]', '{"event":"otp.received"}', '{"order_id":"../x"}'])(
    'but is of no use is answered 200 as well, lest it come again and again: %s',
    async (body) => {
      const { post, count } = await openListener();

      expect(await post(body)).toBe(200);

      await post({ order_id: 'after' });
      expect(await count(1)).toEqual(['after']);
    },
  );

  test('as a test of the provider is said in the log, once, and is no nudge', async () => {
    const { post, count, lines } = await openListener();
    const body = { event: 'webhook.test', data: { message: 'hello', order_id: 7 } };

    expect([await post(body), await post(body)]).toEqual([200, 200]);

    await post({ order_id: 'after' });
    expect(await count(1)).toEqual(['after']);
    expect(lines).toEqual(['The test webhook arrived.']);
  });

  test('leaves nothing of its body in the log', async () => {
    const { post, count, lines } = await openListener();

    await post(GUIDE_BODY);
    await post(OPENAPI_BODY);

    await count(2);
    expect(lines).toEqual([]);
  });
});

describe('with a secret', () => {
  const body = JSON.stringify(OPENAPI_BODY);

  test('what is signed by it brings a nudge', async () => {
    const { post, count, lines } = await openListener(SECRET);

    expect(await post(body, signed(body))).toBe(200);

    expect(await count(1)).toEqual(['71234']);
    expect(lines).toEqual([]);
  });

  test.each([
    ['is not signed', body, {}],
    ['is signed by another secret', body, signed(body, 'forged')],
    ['has the signature of another body', body.replace('71234', '71235'), signed(body)],
    ['was written anew on its way', JSON.stringify(OPENAPI_BODY, null, 1), signed(body)],
    ['is no JSON either', '{', signed(body)],
  ])('what %s is answered 401, and brings none', async (_, sent, headers) => {
    const { post, count } = await openListener(SECRET);

    expect(await post(sent, headers)).toBe(401);

    await post('{"order_id":"after"}', signed('{"order_id":"after"}'));
    expect(await count(1)).toEqual(['after']);
  });

  test('forgeries are told of once, however many come', async () => {
    const { post, lines } = await openListener(SECRET);

    for (let sent = 0; sent < 3; sent += 1) expect(await post(body)).toBe(401);

    expect(lines).toEqual([expect.stringMatching(/^notice: .*right signature.*"webhook-secret"/)]);
    expect(lines.join()).not.toContain(SECRET);
  });

  test('a webhook that was recorded and sent again is one more nudge, and no more than that', async () => {
    const { post, count } = await openListener(SECRET);

    expect(await post(body, signed(body))).toBe(200);
    expect(await post(body, signed(body))).toBe(200);

    expect(await count(2)).toEqual(['71234', '71234']);
  });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is answered 405', async (method) => {
  const { port } = await openListener();
  const { status, headers } = await fetch(`http://127.0.0.1:${String(port)}/`, { method });
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
});

test('whoever has ended the subscription hears nothing more', async () => {
  const { post, bell, count } = await openListener();
  const heard: string[] = [];
  const end = bell.subscribe((orderId) => heard.push(orderId));

  await post({ order_id: 1 });
  await count(1);
  end();
  await post({ order_id: 2 });
  await count(2);

  expect(heard).toEqual(['1']);
});

describe('where nothing can listen, why is said in words:', () => {
  test('another has the port', async () => {
    const { port } = await openListener();

    expect(
      await listenForWebhooks({ host: '127.0.0.1', port, secret: null }, new HeardNudges()),
    ).toEqual({ kind: 'failed', why: 'another process listens there' });
  });

  test('the address is of another machine', async () => {
    // Of the block that is for documents, RFC 5737.
    const wish = { host: '192.0.2.1', port: 0, secret: null };

    expect(await listenForWebhooks(wish, new HeardNudges())).toEqual({
      kind: 'failed',
      why: 'this machine does not have that address',
    });
  });
});

test('closing it frees the port and cuts who is connected', async () => {
  const { port, listening, bell } = await openListener();
  expect(bell.isLive()).toBe(true);
  const idle = exchange(port, 'POST / HTTP/1.1\r\n');
  const half = exchange(port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{');

  await listening.close();

  expect(await Promise.all([idle, half])).toEqual(['', '']);
  expect(bell.isLive()).toBe(false);
  const again = await listenForWebhooks(
    { host: '127.0.0.1', port, secret: null },
    new HeardNudges(),
  );
  expect(again.kind).toBe('listening');
  await (again.kind === 'listening' ? again.close() : undefined);
});
