import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld, type StepResult, type World } from './world.ts';

describe.each(DIALECTS)('a wait for several codes (%s)', (dialect) => {
  test('puts out each of them, in the order of renting', async () => {
    const world = await openWorld(dialect);
    const rented = await world.job.step({ ...world.rent, count: '3' });
    sendTo(world, rented, ['000111', '000222', '000333']);

    const waited = await world.job.step({ ...world.api, mode: 'wait' });

    expect(codesOf(waited)).toEqual(['000111', '000222', '000333']);
    expect(waited.outputs).toMatchObject({ 'otp-code': '000111', cost: '13500' });
  });

  test('fails if one is missing, and names that one', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    const rented = await world.job.step({ ...world.rent, count: '2' });
    sendTo(world, rented, ['000111']);

    const waited = await world.job.step({ ...world.api, mode: 'wait', timeout: '1s' });

    expect(waited).toMatchObject({ code: 1, outputs: { failure: 'otp-timeout' } });
    expect(waited.errors).toEqual([expect.stringContaining(idsOf(rented)[1] ?? '')]);
    expect(codesOf(waited)).toEqual(['000111', undefined]);
  });

  test('is content with some under "allow-partial", with one warning', async () => {
    const world = await openWorld(dialect, { speed: 10 });
    const rented = await world.job.step({ ...world.rent, count: '2' });
    sendTo(world, rented, ['000111']);

    const handed = { timeout: '1s', 'allow-partial': 'true' };
    const waited = await world.job.step({ ...world.api, mode: 'wait', ...handed });

    expect(waited).toMatchObject({ code: 0, errors: [], outputs: { result: 'success' } });
    expect(waited.warnings).toEqual([expect.stringContaining('1 of 2')]);
  });

  test('waits for the orders of "order-id" alone', async () => {
    const world = await openWorld(dialect);
    const rented = await world.job.step({ ...world.rent, count: '3' });
    sendTo(world, rented, ['000111', '000222', '000333']);

    const [first = '', , third = ''] = idsOf(rented);
    const handed = { 'order-id': `${third}, ${first}` };
    const waited = await world.job.step({ ...world.api, mode: 'wait', ...handed });

    expect(codesOf(waited)).toEqual(['000333', '000111']);
  });
});

test('openapi reads all orders with one request', async () => {
  const world = await openWorld('openapi');
  const rented = await world.job.step({ ...world.rent, count: '5' });
  sendTo(world, rented, ['000111', '000222', '000333', '000444', '000555']);
  const before = world.requests().length;

  const waited = await world.job.step({ ...world.api, mode: 'wait' });

  expect(codesOf(waited)).toHaveLength(5);
  expect(world.requests().slice(before)).toMatchObject([{ operation: 'active' }]);
});

function sendTo({ sandbox }: World, rented: StepResult, codes: readonly string[]): void {
  const orders = JSON.parse(rented.outputs['orders'] ?? '') as { phone_number: string }[];
  codes.forEach((code, index) => {
    sandbox.deliver({ to: orders[index]?.phone_number ?? '', text: `Your code is ${code}` });
  });
}

function codesOf(waited: StepResult): (string | undefined)[] {
  const orders = JSON.parse(waited.outputs['orders'] ?? '') as { otp_code?: string }[];
  return orders.map((order) => order.otp_code);
}

function idsOf(rented: StepResult): string[] {
  return (JSON.parse(rented.outputs['orders'] ?? '') as { order_id: string }[]).map(
    (order) => order.order_id,
  );
}
