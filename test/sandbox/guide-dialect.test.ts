import { describe, expect, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';

describe('the guide dialect', () => {
  test('tells the balance in IDR', async () => {
    const { guide } = await openSandbox();
    const { status, json } = await guide('GET /balance');
    expect(status).toBe(200);
    expect(json).toEqual({ success: true, data: { currency: 'IDR', balance: 150_000 } });
  });

  test("lists the guide's own example of products, word for word", async () => {
    const { guide } = await openSandbox();
    const { json } = await guide('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(json).toEqual({
      success: true,
      data: [
        { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available_count: 87 },
        { id: 44, country: 'indonesia', platform: 'whatsapp', price: 6000, available_count: 124 },
      ],
    });
  });

  test('has nothing to offer in a country it does not know', async () => {
    const { guide } = await openSandbox();
    const { status, json } = await guide(
      'GET /catalog/products?country=atlantis&platform=whatsapp',
    );
    expect(status).toBe(200);
    expect(json.data).toEqual([]);
  });

  test('documents no list of countries, and has one only when asked for', async () => {
    const { guide } = await openSandbox();
    expect((await guide('GET /catalog/countries')).status).toBe(404);
    const other = await openSandbox({ guideListsCountries: true });
    expect((await other.guide('GET /catalog/countries')).json.data[0]?.code).toBe('ID');
  });

  test('rents a number and says until when', async () => {
    const { guide } = await openSandbox();
    const { status, json } = await guide('POST /orders', { product_id: 42 });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      data: {
        order_id: expect.stringMatching(/^ord_[0-9a-z]{6,}$/) as string,
        phone_number: expect.stringMatching(/^\+628\d{9,10}$/) as string,
        status: 'WAITING',
        expires_at: '2026-03-16T14:20:00Z',
      },
    });
  });

  test('takes the price off the balance and one number off the stock', async () => {
    const { guide } = await openSandbox();
    await guide('POST /orders', { product_id: 42 });
    expect((await guide('GET /balance')).json.data.balance).toBe(145_500);
    const products = await guide('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(products.json.data[0]?.available_count).toBe(86);
  });

  test('goes from WAITING to OTP_RECEIVED when the SMS arrives', async () => {
    const { guide, sandbox } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    const waiting = await guide(`GET /orders/${order.order_id}`);
    expect(waiting.json.data).toMatchObject({ status: 'WAITING', otp_code: null });
    sandbox.deliver({ to: order.phone_number, text: 'Code: 847291' });
    const received = await guide(`GET /orders/${order.order_id}`);
    expect(received.json.data).toMatchObject({ status: 'OTP_RECEIVED', otp_code: '847291' });
  });

  test('keeps the leading zeros of a code', async () => {
    const { guide, sandbox } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    sandbox.deliver({ to: order.phone_number, text: 'Code: 004291' });
    expect((await guide(`GET /orders/${order.order_id}`)).json.data.otp_code).toBe('004291');
  });

  test('refunds a cancel at once, and puts the number back on sale', async () => {
    const { guide } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    const cancelled = await guide(`POST /orders/${order.order_id}/cancel`);
    expect(cancelled.status).toBe(200);
    expect(cancelled.json.data.status).toBe('CANCELLED');
    expect((await guide('GET /balance')).json.data.balance).toBe(150_000);
    const products = await guide('GET /catalog/products?country=indonesia&platform=whatsapp');
    expect(products.json.data[0]?.available_count).toBe(87);
  });

  test('cancels after an SMS as well, without a refund', async () => {
    const { guide, sandbox } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    sandbox.deliver({ to: order.phone_number, text: 'Code: 847291' });
    const cancelled = await guide(`POST /orders/${order.order_id}/cancel`);
    expect(cancelled.json.data.status).toBe('CANCELLED');
    expect((await guide('GET /balance')).json.data.balance).toBe(145_500);
  });

  test('refuses to cancel twice', async () => {
    const { guide } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    await guide(`POST /orders/${order.order_id}/cancel`);
    const again = await guide(`POST /orders/${order.order_id}/cancel`);
    expect([again.status, again.json.error.code]).toEqual([409, 'CONFLICT']);
  });

  test('expires a window without an SMS and refunds it by itself', async () => {
    const { guide, pass } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    pass(1199);
    expect((await guide(`GET /orders/${order.order_id}`)).json.data.status).toBe('WAITING');
    pass(1);
    expect((await guide(`GET /orders/${order.order_id}`)).json.data.status).toBe('EXPIRED');
    expect((await guide('GET /balance')).json.data.balance).toBe(150_000);
  });

  test('completes a window with an SMS by itself and refunds nothing', async () => {
    const { guide, pass, sandbox } = await openSandbox();
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    sandbox.deliver({ to: order.phone_number, text: 'Code: 847291' });
    pass(1200);
    const read = await guide(`GET /orders/${order.order_id}`);
    expect(read.json.data).toMatchObject({ status: 'COMPLETED', otp_code: '847291' });
    expect((await guide('GET /balance')).json.data.balance).toBe(145_500);
  });

  test('says CANCEL_TOO_EARLY when a window is set', async () => {
    const { guide, pass } = await openSandbox({ cancelAfterSeconds: { guide: 10 } });
    const order = (await guide('POST /orders', { product_id: 42 })).json.data;
    const early = await guide(`POST /orders/${order.order_id}/cancel`);
    expect([early.status, early.json.error.code]).toEqual([409, 'CANCEL_TOO_EARLY']);
    pass(10);
    expect((await guide(`POST /orders/${order.order_id}/cancel`)).status).toBe(200);
  });

  test.each([
    ['a sold-out product', { product_id: 42 }, 409, 'PRODUCT_UNAVAILABLE'],
    ['an unknown product', { product_id: 999_999 }, 409, 'PRODUCT_UNAVAILABLE'],
    ['a body without a product', {}, 400, 'INVALID_PARAMETERS'],
    ['a product id that is no number', { product_id: '42' }, 400, 'INVALID_PARAMETERS'],
    ['a body that is not JSON', '{"product_id": 42', 400, 'INVALID_PARAMETERS'],
  ])('refuses %s in its own words', async (_what, body, status, code) => {
    const { guide, control } = await openSandbox();
    await control('POST /stock', { product_id: 42, available: 0 });
    const refused = await guide('POST /orders', body);
    expect([refused.status, refused.json.error.code]).toEqual([status, code]);
    expect(refused.json.success).toBe(false);
  });

  test('refuses to sell what the balance does not pay for', async () => {
    const { guide } = await openSandbox({ openingBalance: 4499 });
    const refused = await guide('POST /orders', { product_id: 42 });
    expect([refused.status, refused.json.error.code]).toEqual([402, 'INSUFFICIENT_BALANCE']);
  });

  test.each(['active', 'ord_zzzzzz', '12345'])('knows no order called %s', async (name) => {
    const { guide } = await openSandbox();
    const { status, json } = await guide(`GET /orders/${name}`);
    expect([status, json.error.code]).toEqual([404, 'ORDER_NOT_FOUND']);
  });

  test('knows no idempotency key: each create buys', async () => {
    const { guide, sandbox } = await openSandbox();
    const key = { 'idempotency-key': 'same' };
    await guide('POST /orders', { product_id: 42 }, key);
    await guide('POST /orders', { product_id: 42 }, key);
    expect(sandbox.books().rented).toBe(2);
  });
});
