import { describe, expect, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';

const KEY = { 'idempotency-key': 'k-1' };

describe('an idempotency key', () => {
  test('buys once, and answers a replay as it answered first', async () => {
    const { openapi, sandbox, pass } = await openSandbox();
    const first = await openapi('POST /orders/create', { product_id: 42 }, KEY);
    sandbox.deliver({ to: first.json.data.orders[0]?.phone_number ?? '', text: 'Code 111111' });
    pass(60);
    const replay = await openapi('POST /orders/create', { product_id: 42 }, KEY);
    expect([replay.status, replay.text]).toEqual([200, first.text]);
    expect(sandbox.books().rented).toBe(1);
  });

  test('goes by the values of the body, however they are written', async () => {
    const { openapi, sandbox } = await openSandbox();
    await openapi('POST /orders/create', '{"product_id":42,"quantity":1}', KEY);
    const replay = await openapi('POST /orders/create', '{ "quantity": 1, "product_id": 42 }', KEY);
    expect(replay.status).toBe(200);
    expect(sandbox.books().rented).toBe(1);
  });

  test('is refused with another body', async () => {
    const { openapi, sandbox } = await openSandbox();
    await openapi('POST /orders/create', { product_id: 42 }, KEY);
    const { status, json } = await openapi('POST /orders/create', { product_id: 44 }, KEY);
    expect([status, json.error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(sandbox.books().rented).toBe(1);
  });

  test('is not burnt by a refusal that bought nothing', async () => {
    const { openapi, control, sandbox } = await openSandbox();
    await control('POST /stock', { product_id: 42, available: 0 });
    expect((await openapi('POST /orders/create', { product_id: 42 }, KEY)).status).toBe(422);
    await control('POST /stock', { product_id: 42, available: 1 });
    expect((await openapi('POST /orders/create', { product_id: 42 }, KEY)).status).toBe(200);
    expect(sandbox.books().rented).toBe(1);
  });

  test('replays its order even during a ban and on a spent balance', async () => {
    const { openapi, control } = await openSandbox();
    const first = await openapi('POST /orders/create', { product_id: 42 }, KEY);
    await control('POST /ban', {});
    await control('POST /balance', { balance: 0 });
    expect((await openapi('POST /orders/create', { product_id: 42 }, KEY)).text).toBe(first.text);
  });

  test('is in progress while its first request is still settling', async () => {
    const { openapi, sandbox, pass } = await openSandbox({
      faults: [
        {
          match: { operation: 'create' },
          fault: { kind: 'late_commit', after_seconds: 20, how: 'cut' },
        },
      ],
    });
    const create = () => openapi('POST /orders/create', { product_id: 42 }, KEY);
    await expect(create()).rejects.toThrow();
    const early = await create();
    expect([early.status, early.json.error.code]).toEqual([409, 'REQUEST_IN_PROGRESS']);
    expect(sandbox.books().rented).toBe(0);
    pass(20);
    expect((await create()).status).toBe(200);
    expect(sandbox.books().rented).toBe(1);
  });

  test('is forgotten after its time', async () => {
    const { openapi, sandbox, pass } = await openSandbox({ idempotencySeconds: 600 });
    await openapi('POST /orders/create', { product_id: 42 }, KEY);
    pass(599);
    await openapi('POST /orders/create', { product_id: 42 }, KEY);
    expect(sandbox.books().rented).toBe(1);
    pass(1);
    await openapi('POST /orders/create', { product_id: 42 }, KEY);
    expect(sandbox.books().rented).toBe(2);
  });

  test('means another request at another endpoint, whatever the body', async () => {
    const { openapi, sandbox } = await openSandbox();
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const [order] = json.data.orders;
    sandbox.deliver({ to: order?.phone_number ?? '', text: 'Code 111111' });
    await openapi('POST /orders/finish', { id: order?.id });
    const body = { product_id: 42, id: order?.id };
    expect((await openapi('POST /orders/create', body, KEY)).status).toBe(200);
    const reused = await openapi('POST /orders/reactivate', body, KEY);
    expect(reused.json.error.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('buys once when two requests get through at the very same moment', async () => {
    const { openapi, sandbox, pass } = await openSandbox({
      faults: [{ count: 2, fault: { kind: 'latency', seconds: 1 } }],
    });
    const create = () => openapi('POST /orders/create', { product_id: 42 }, KEY);
    const requests = [create(), create()];
    while (sandbox.requests().length < 2) await new Promise(setImmediate);
    pass(1);
    const [first, second] = await Promise.all(requests);
    expect(first?.text).toBe(second?.text);
    expect(sandbox.books().rented).toBe(1);
  });

  test('protects a reactivation as it protects a create', async () => {
    const { openapi, sandbox } = await openSandbox();
    const { json } = await openapi('POST /orders/create', { product_id: 42 });
    const [order] = json.data.orders;
    sandbox.deliver({ to: order?.phone_number ?? '', text: 'Code 111111' });
    await openapi('POST /orders/finish', { id: order?.id });
    const first = await openapi('POST /orders/reactivate', { id: order?.id }, KEY);
    const replay = await openapi('POST /orders/reactivate', { id: order?.id }, KEY);
    expect(first.status).toBe(200);
    expect(replay.text).toBe(first.text);
    expect(sandbox.books().rented).toBe(2);
  });

  test.each(['with space', 'a'.repeat(129), 'dot.ted'])(
    'is refused when it is malformed: %s',
    async (key) => {
      const { openapi } = await openSandbox();
      const { status, json } = await openapi(
        'POST /orders/create',
        { product_id: 42 },
        { 'idempotency-key': key },
      );
      expect([status, json.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    },
  );

  test('left out, lets each request buy', async () => {
    const { openapi, sandbox } = await openSandbox();
    await openapi('POST /orders/create', { product_id: 42 });
    await openapi('POST /orders/create', { product_id: 42 });
    expect(sandbox.books().rented).toBe(2);
  });
});
