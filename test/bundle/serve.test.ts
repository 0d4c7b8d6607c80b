import { describe, expect, test, vi } from 'vitest';
import { exchange } from '../support/plain-http.ts';
import { hasEnded, isGone, keepersOf, serve, timePasses } from './keepers.ts';
import { DIALECTS, openWorld } from './world.ts';

const FAST = { speed: 20 };

describe.each(DIALECTS)('acquire with "serve" (%s)', (dialect) => {
  test('gives the following steps one URL that answers with the code once it is there', async () => {
    const world = await openWorld(dialect, FAST);
    const { step, url } = await serve(world);
    const before = world.requests().length;

    const asking = fetch(world.job.env['OTP_URL'] ?? '');
    await vi.waitFor(() => expect(world.requests().length).toBeGreaterThan(before));
    world.send(step, 'Your code is 042917');
    const answer = await asking;

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      order_id: step.outputs['order-id'],
      phone_number: step.outputs['phone-number'],
      otp_code: '042917',
      revision: dialect === 'openapi' ? 1 : null,
    });
    expect(step.exported).toEqual({
      PHONE_NUMBER: step.outputs['phone-number'],
      ORDER_ID: step.outputs['order-id'],
      OTP_URL: url,
    });
  });

  test('is ended by post, which gives the number back', async () => {
    const world = await openWorld(dialect);
    const { keeper, url } = await serve(world);

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [], warnings: [], notices: [] });
    expect(world.orders()).toMatchObject([{ state: 'cancelled', refunded: 4500 }]);
    await expect(exchange(url)).rejects.toHaveProperty('code', 'ECONNREFUSED');
    await hasEnded(keeper);
  });

  test('asks the provider for nothing while nobody asks, before a question and after it', async () => {
    const world = await openWorld(dialect, { speed: 100 });
    const { step, url } = await serve(world);
    const before = world.requests().length;

    await timePasses(world, 100);
    expect(world.requests()).toHaveLength(before);

    world.send(step, 'Your code is 042917');
    expect((await exchange(url)).status).toBe(200);
    const answered = world.requests().length;
    await timePasses(world, 100);
    expect(world.requests()).toHaveLength(answered);
  });

  test('reads an order once for all who ask at the same time', async () => {
    const world = await openWorld(dialect);
    const { step, url } = await serve(world);
    world.send(step, 'Your code is 042917');
    const before = world.requests().length;

    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(url)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(world.requests()).toHaveLength(before + 1);
  });

  test('serves each of several numbers by a URL of its own', async () => {
    const world = await openWorld(dialect);
    const { step } = await serve(world, { count: '2' });
    const orders = JSON.parse(step.outputs['orders'] ?? '') as Record<string, string>[];
    for (const [index, { phone_number: to = '' }] of orders.entries()) {
      world.sandbox.deliver({ to, text: `Your code is 04291${String(index)}` });
    }

    const answers = await Promise.all(orders.map(({ otp_url = '' }) => exchange(otp_url)));

    expect(answers.map(({ json }) => json)).toMatchObject([
      { order_id: orders[0]?.['order_id'], otp_code: '042910' },
      { order_id: orders[1]?.['order_id'], otp_code: '042911' },
    ]);
    expect(orders[0]?.['otp_url']).toBe(step.outputs['otp-url']);
  });

  test('says 410 when another step has given the number back', async () => {
    const world = await openWorld(dialect);
    const { url } = await serve(world);
    await world.job.step({ ...world.api, mode: 'release' });

    const answer = await exchange(url);

    expect(answer.status).toBe(410);
    expect(answer.json).toHaveProperty('error.kind', 'cancelled');
  });

  test('says 408 when no SMS came in time', async () => {
    const world = await openWorld(dialect, FAST);
    const { url, step } = await serve(world, { timeout: '3s' });

    const answer = await exchange(url);

    expect(answer.status).toBe(408);
    expect(answer.text).toContain(step.outputs['phone-number']);
    expect(answer.text).toContain('within 3 s');
  });
});

describe('beside other inputs', () => {
  test('"wait-in-post" waits in post, when the keeper has ended', async () => {
    const world = await openWorld('openapi');
    const { step, keeper } = await serve(world, { 'wait-in-post': 'true' });
    world.send(step, 'Your code is 042917');

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('completed');
    await hasEnded(keeper);
  });

  test('"auto-release: false" keeps the number for another job, and ends the keeper', async () => {
    const world = await openWorld('openapi');
    const { keeper } = await serve(world, { 'auto-release': 'false' });

    const post = await world.job.startPost().done;

    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(world.orders()[0]?.state).toBe('waiting');
    await hasEnded(keeper);
  });

  test('"mask-phone" masks the number, and the following steps have it all the same', async () => {
    const world = await openWorld('openapi');
    const { step } = await serve(world, { 'mask-phone': 'true' });

    expect(step.masks).toContain(step.outputs['phone-number']);
    expect(world.job.env['PHONE_NUMBER']).toBe(step.outputs['phone-number']);
  });

  test('two steps that serve have a keeper each, and each post ends its own', async () => {
    const world = await openWorld('openapi');
    const first = await serve(world);
    const second = await serve(world);
    expect(first.url).not.toBe(second.url);

    await world.job.startPost().done;
    await hasEnded(second.keeper);
    expect((await exchange(first.url, { method: 'HEAD' })).status).toBe(200);

    await world.job.startPost().done;
    await hasEnded(first.keeper);
    expect(world.orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('a wait step finds the code as well', async () => {
    const world = await openWorld('openapi');
    const { step, url } = await serve(world);
    world.send(step, 'Your code is 042917');

    const waited = await world.job.step({ ...world.api, mode: 'wait' });

    expect(waited.outputs['otp-code']).toBe('042917');
    expect((await exchange(url)).json).toHaveProperty('otp_code', '042917');
  });

  test('without it nothing is served or exported', async () => {
    const { job, rent } = await openWorld('openapi');

    const step = await job.step(rent);

    expect([step.exported, keepersOf(job)]).toEqual([{}, []]);
    expect(step.outputs).not.toHaveProperty('otp-url');
    expect(step.outputs['orders']).not.toContain('otp_url');
  });
});

test('an SMS without a code is 422, and shows the form of the text alone', async () => {
  const world = await openWorld('openapi');
  const { step, url } = await serve(world);
  world.send(step, 'Welcome, Ada!');

  const answer = await exchange(url);

  expect(answer.status).toBe(422);
  expect(answer.json).toHaveProperty('error.kind', 'sms-without-code');
  expect(answer.text).not.toContain('Ada');
});

test('a later code on one number is had by the revision of the one before', async () => {
  const world = await openWorld('openapi', { ...FAST, resendAfterSeconds: 0 });
  const { step, url } = await serve(world);
  world.send(step, 'Your code is 042917');
  const { revision } = (await exchange(url)).json as { revision: number };

  const asking = exchange(`${url}?after=${String(revision)}`);
  world.send(step, 'Your code is 553108');

  expect((await asking).json).toMatchObject({ otp_code: '553108', revision: revision + 1 });
});

test('a provider that fails for a while costs the caller an answer, not the keeper its life', async () => {
  const world = await openWorld('openapi', FAST);
  const { step, keeper, url } = await serve(world);
  world.send(step, 'Your code is 042917');
  const message = 'Token smsc_token_of_the_tests is not known';
  world.sandbox.addFault({
    count: 'unlimited',
    fault: { kind: 'error', status: 401, code: 'UNAUTHORIZED', message },
  });

  const failed = await exchange(url);
  world.sandbox.clearFaults();

  expect(failed.status).toBe(502);
  expect(failed.json).toHaveProperty('error.kind', 'unauthorized');
  expect(failed.text).not.toContain('smsc_token_of_the_tests');
  expect(isGone(keeper.pid)).toBe(false);
  await timePasses(world, 5);
  expect((await exchange(url)).json).toHaveProperty('otp_code', '042917');
});
