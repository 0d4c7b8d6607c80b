import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { openSandbox, type Fields, type Opened } from './open-sandbox.ts';

type Received = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Listener = Opened & {
  readonly received: readonly Received[];
  readonly events: () => unknown[];
  /** What the listener answers from now on; `undefined`: nobody is there. */
  readonly answerWith: (status: number | undefined) => void;
  /** Lets time pass and waits for what it set off. */
  readonly passAndSettle: (seconds: number) => Promise<void>;
  readonly order: Fields;
};

const URL = 'https://ci.example/hook';

async function openListener(
  options: SandboxOptions = { webhook: { url: URL } },
): Promise<Listener> {
  const received: Received[] = [];
  let answer: number | undefined = 200;
  const opened = await openSandbox({
    cancelAfterSeconds: 0,
    ...options,
    postWebhook: (url, headers, body) => {
      received.push({ url, headers, body });
      return answer === undefined ? Promise.reject(new Error('refused')) : Promise.resolve(answer);
    },
  });
  const { json } = await opened.openapi('POST /orders/create', { product_id: 42 });
  const [order] = json.data.orders;
  if (order === undefined) throw new Error('nothing bought');
  return {
    ...opened,
    received,
    order,
    events: () => received.map(({ body }) => (JSON.parse(body) as Fields)['event']),
    answerWith: (status) => {
      answer = status;
    },
    passAndSettle: async (seconds) => {
      opened.pass(seconds);
      await opened.sandbox.webhooksIdle();
    },
  };
}

describe('a webhook of the openapi dialect', () => {
  test('tells of an SMS in the nested body', async () => {
    const { sandbox, order, received } = await openListener();
    sandbox.deliver({ to: order.phone_number, text: 'Code 004217' });
    expect(received[0]?.url).toBe(URL);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      event: 'order.otp_received',
      timestamp: '2026-03-16T14:00:00.000Z',
      data: {
        order_id: order.id,
        phone_number: order.phone_number,
        otp_code: '004217',
        otp_message: 'Code 004217',
        sms_revision: 1,
        product_id: 42,
        catalog_product_id: order.catalog_product_id,
        country: 'indonesia',
        platform: 'whatsapp',
        operator_id: order.operator_id,
        operator_name: 'Telkomsel',
        can_finish: true,
        can_resend: false,
        can_cancel: false,
        can_replace: false,
        can_reactivate: false,
        resend_available_at: '2026-03-16T14:00:30.000Z',
        cancel_available_at: null,
        replace_available_at: null,
      },
    });
  });

  test('is signed over its raw body', async () => {
    const { sandbox, order, received } = await openListener({
      webhook: { url: URL, secret: 's3' },
    });
    sandbox.deliver({ to: order.phone_number, text: 'Code 004217' });
    const [{ body, headers } = { body: '', headers: {} }] = received;
    const expected = createHmac('sha256', 's3').update(body).digest('hex');
    expect(headers).toMatchObject({ 'x-webhook-signature': `sha256=${expected}` });
  });

  test.each([
    ['order.completed', 'finish', true],
    ['order.canceled', 'cancel', false],
  ] as const)('tells of %s, with no revision', async (event, deed, smsFirst) => {
    const { sandbox, openapi, order, received, events } = await openListener();
    if (smsFirst) sandbox.deliver({ to: order.phone_number, text: 'Code 004217' });
    await openapi(`POST /orders/${deed}`, { id: order.id });
    expect(events().at(-1)).toBe(event);
    const { data } = JSON.parse(received.at(-1)?.body ?? '') as Fields;
    expect(data).toMatchObject({ order_id: order.id, sms_revision: null });
  });

  test('tells of an expiry at its very time, though nobody asks', async () => {
    const { events, passAndSettle, received } = await openListener();
    await passAndSettle(5000);
    expect(events()).toEqual(['order.expired']);
    expect(received[0]?.body).toContain('"timestamp":"2026-03-16T14:20:00.000Z"');
  });

  test('tells of each further SMS with its revision', async () => {
    const { sandbox, order, received } = await openListener();
    sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
    sandbox.deliver({ to: order.phone_number, text: 'Code 222222' });
    const revisions = received.map(
      ({ body }) => ((JSON.parse(body) as Fields)['data'] as Fields)['sms_revision'],
    );
    expect(revisions).toEqual([1, 2]);
  });
});

describe('a webhook of the guide dialect', () => {
  const GUIDE = { webhook: { url: URL, shape: 'guide' } } as const;

  test('tells of an SMS in the flat body, unsigned', async () => {
    const { sandbox, order, received } = await openListener(GUIDE);
    sandbox.deliver({ to: order.phone_number, text: 'Code 847291' });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      event: 'otp.received',
      order_id: expect.stringMatching(/^ord_/) as string,
      phone_number: order.phone_number,
      otp_code: '847291',
      timestamp: '2026-03-16T14:00:00Z',
    });
    expect(received[0]?.headers).not.toHaveProperty('x-webhook-signature');
  });

  test('is signed when a secret was set', async () => {
    const { sandbox, order, received } = await openListener({
      webhook: { ...GUIDE.webhook, secret: 's3' },
    });
    sandbox.deliver({ to: order.phone_number, text: 'Code 847291' });
    expect(received[0]?.headers).toHaveProperty('x-webhook-signature');
  });

  test('knows expiry and cancelling, and no completing', async () => {
    const { sandbox, openapi, order, events, passAndSettle } = await openListener(GUIDE);
    await openapi('POST /orders/create', { product_id: 42, quantity: 2 });
    sandbox.deliver({ to: order.phone_number, text: 'Code 847291' });
    await openapi('POST /orders/finish', { id: order.id });
    await openapi('POST /orders/cancel', { id: sandbox.books().orders[1]?.id });
    await passAndSettle(1200);
    expect(events()).toEqual(['otp.received', 'order.cancelled', 'order.expired']);
  });
});

describe('delivery', () => {
  test('is tried again with growing pauses until it succeeds', async () => {
    const { sandbox, order, received, answerWith, passAndSettle } = await openListener();
    answerWith(500);
    sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
    await passAndSettle(0);
    const counts: number[] = [];
    for (const pause of [1, 2, 4]) {
      await passAndSettle(pause - 0.001);
      counts.push(received.length);
      await passAndSettle(0.001);
      counts.push(received.length);
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 4]);
    answerWith(204);
    await passAndSettle(8);
    await passAndSettle(1000);
    expect(received).toHaveLength(5);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  test('is given up after the sixth try', async () => {
    const { sandbox, order, received, answerWith, passAndSettle } = await openListener();
    answerWith(undefined);
    sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
    for (let second = 0; second < 100; second += 1) await passAndSettle(1);
    expect(received).toHaveLength(6);
  });

  test('is switched off by ten failures in a row, and on again by any change', async () => {
    const { sandbox, openapi, order, received, answerWith, passAndSettle } = await openListener();
    answerWith(500);
    const sms = () => sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
    sms();
    sms();
    for (let second = 0; second < 100; second += 1) await passAndSettle(1);
    expect(received).toHaveLength(10);
    expect((await openapi('GET /webhook')).json.data['enabled']).toBe(false);
    sms();
    await passAndSettle(0);
    expect(received).toHaveLength(10);
    await openapi('PATCH /webhook', {});
    sms();
    await passAndSettle(0);
    expect(received).toHaveLength(11);
  });

  test('counts failures in a row only', async () => {
    const { sandbox, openapi, order, answerWith, passAndSettle } = await openListener();
    for (const status of [500, 500, 200]) {
      answerWith(status);
      sandbox.deliver({ to: order.phone_number, text: 'Code 111111' });
      await passAndSettle(0);
    }
    expect((await openapi('GET /webhook')).json.data['failure_count']).toBe(0);
  });
});

describe('the webhook settings', () => {
  test('make a secret by themselves and keep a given one', async () => {
    const { openapi } = await openSandbox();
    const made = await openapi('PATCH /webhook', { url: URL });
    expect(made.json.data).toMatchObject({
      url: URL,
      enabled: true,
      secret: expect.stringMatching(/^whsec_/) as string,
    });
    const given = await openapi('PATCH /webhook', { secret: 's3' });
    expect(given.json.data).toMatchObject({ url: URL, secret: 's3' });
    expect((await openapi('GET /webhook')).json.data).toEqual(given.json.data);
  });

  test('take public HTTPS and this machine, and nothing else', async () => {
    const { openapi } = await openSandbox();
    const status = async (url: string): Promise<number> =>
      (await openapi('PATCH /webhook', { url })).status;
    expect(await status('http://127.0.0.1:8000/hook')).toBe(200);
    expect(await status('http://ci.example/hook')).toBe(422);
    expect(await status('nonsense')).toBe(422);
  });

  test('can be tried out, and say which status came back', async () => {
    const { openapi, received, answerWith } = await openListener();
    expect((await openapi('POST /webhook/test')).json.data).toEqual({ status_code: 200 });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      event: 'webhook.test',
      data: { message: expect.any(String) as string },
    });
    answerWith(undefined);
    expect((await openapi('POST /webhook/test')).json.data).toEqual({ status_code: 0 });
  });

  test('cannot be tried out before there is an address', async () => {
    const { openapi } = await openSandbox();
    expect((await openapi('POST /webhook/test')).json.error.code).toBe('VALIDATION_ERROR');
  });
});
