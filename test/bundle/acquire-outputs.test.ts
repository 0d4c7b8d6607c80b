import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('outputs of acquire (%s)', (dialect) => {
  test('are these texts and no others, all of the first number', async () => {
    const { job, rent, orders, requests } = await openWorld(dialect);

    const { outputs } = await job.step(rent);

    const [order] = orders();
    const phone = order?.phone_number ?? '';
    expect(outputs).toEqual({
      'order-id': dialect === 'guide' ? order?.order_id : String(order?.id),
      'phone-number': phone,
      country: 'indonesia',
      'country-code': 'ID',
      'calling-code': '62',
      'national-number': phone.slice('+62'.length),
      price: '4500',
      currency: 'IDR',
      'expires-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/) as string,
      orders: expect.any(String) as string,
      status: 'waiting',
      live: 'false',
      requests: String(requests().length),
      'waited-seconds': '0',
      result: 'success',
      failure: '',
    });
    expect(phone).toMatch(/^\+62\d{8,12}$/);
  });

  test('list every number as JSON in "orders"', async () => {
    const { job, rent, orders } = await openWorld(dialect);

    const { outputs } = await job.step({ ...rent, count: '2' });

    const listed = JSON.parse(outputs['orders'] ?? '') as Record<string, unknown>[];
    expect(listed).toHaveLength(2);
    expect(listed[0]).toEqual({
      order_id: outputs['order-id'],
      phone_number: outputs['phone-number'],
      country: 'indonesia',
      platform: 'whatsapp',
      price: 4500,
      currency: 'IDR',
      status: 'waiting',
      expires_at: outputs['expires-at'],
    });
    expect(listed.map((order) => order['phone_number'])).toEqual(
      orders().map((order) => order.phone_number),
    );
  });

  test('give the number in E.164 also when the provider leaves out the plus sign', async () => {
    const { job, rent, sandbox } = await openWorld(dialect);
    const where = dialect === 'guide' ? 'data' : 'data.orders.0';
    sandbox.addFault({
      match: { operation: 'create' },
      fault: { kind: 'patch', set: { [`${where}.phone_number`]: '6281234567890' } },
    });

    const { outputs } = await job.step(rent);

    expect(outputs['phone-number']).toBe('+6281234567890');
    expect(outputs['national-number']).toBe('81234567890');
  });

  test('rent exactly the product of "product-id" without looking into the catalog', async () => {
    const { job, api, orders, requests } = await openWorld(dialect);

    const { outputs } = await job.step({ ...api, 'product-id': '44' });

    expect(orders()[0]?.product_id).toBe(44);
    expect([...requests('products'), ...requests('countries')]).toEqual([]);
    expect(outputs).toMatchObject(
      dialect === 'guide'
        ? { price: '', country: '', 'country-code': 'ID' }
        : { price: '6000', country: 'indonesia', 'country-code': 'ID' },
    );
  });

  test('are in the job summary as well', async () => {
    const { job, rent } = await openWorld(dialect);

    const { outputs, summary } = await job.step(rent);

    expect(summary).toContain(outputs['order-id']);
    expect(summary).toContain(outputs['phone-number']);
  });
});

test('a number that openapi assigns only later is waited for', async () => {
  const { job, rent, orders } = await openWorld('openapi', { speed: 10, phoneAfterSeconds: 4 });

  const { outputs } = await job.step(rent);

  expect(outputs['phone-number']).toBe(orders()[0]?.phone_number);
});
