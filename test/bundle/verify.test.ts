import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openLedgerWorld } from './ledger-world.ts';
import { openVerifyWorld } from './verify-world.ts';
import { DIALECTS } from './world.ts';

/** Minutes of waiting pass in seconds. */
const FAST = { speed: 30 };

describe.each(DIALECTS)('verify (%s)', (dialect) => {
  test('gives the command a number and its code, and succeeds with it', async () => {
    const { job, verifyBy, orders, sandbox } = await openVerifyWorld(dialect);

    const step = await job.step(
      verifyBy('sms 042917; echo "got $(code 60)"; echo "$PHONE_NUMBER $ORDER_ID"'),
    );

    expect(step).toMatchObject({ code: 0, errors: [], warnings: [], stderr: '' });
    expect(step.outputs).toMatchObject({
      result: 'success',
      failure: '',
      'otp-code': '042917',
      status: 'otp-received',
      country: 'indonesia',
      cost: '4500',
      live: 'false',
    });
    const { 'order-id': orderId = '', 'phone-number': phone = '' } = step.outputs;
    expect(step.stdout).toContain(`${phone} ${orderId}\n`);
    expect(JSON.parse(step.outputs['orders'] ?? '')).toMatchObject([
      { order_id: orderId, phone_number: phone, status: 'otp-received', otp_code: '042917' },
    ]);
    expect(step.summary).toMatch(/indonesia.*exit code 0.*came/);

    const [post] = await job.finish();
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(orders()).toHaveLength(1);
    expect(sandbox.books()).toMatchObject({ balanced: true, spent: 4500 });
  });

  test('masks the code also where the command stands in the middle of a line', async () => {
    const { job, verifyBy } = await openVerifyWorld(dialect);
    const step = await job.step(verifyBy('sms 042917; printf "waiting for the code: "; code 60'));
    expect(step.outputs['otp-code']).toBe('042917');
    expect(step.masks).toContain('042917');
  });

  test('masks the code before the command can print it', async () => {
    const { job, verifyBy } = await openVerifyWorld(dialect);

    const { stdout } = await job.step(verifyBy('sms 042917; code 60'));

    const printed = stdout.indexOf('"otp_code":"042917"');
    expect(printed).toBeGreaterThan(0);
    const masked = stdout.indexOf('::add-mask::042917\n');
    expect(masked).toBeGreaterThanOrEqual(0);
    expect(masked).toBeLessThan(printed);
  });

  test('waits for the code of a command that only had it sent', async () => {
    const { job, verifyBy } = await openVerifyWorld(dialect);

    const step = await job.step(verifyBy('sms 042917'));

    expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
  });

  test('gives a number without an SMS back, and goes on in the next country', async () => {
    const { job, verifyBy, orders } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy('case "$PHONE_NUMBER" in +62*) ;; *) sms 042917;; esac; code 10', {
        country: 'indonesia, germany',
        timeout: '10s',
      }),
    );

    expect(step).toMatchObject({ code: 0, errors: [] });
    expect(step.outputs).toMatchObject({ country: 'germany', 'otp-code': '042917' });
    expect(JSON.parse(step.outputs['orders'] ?? '')).toMatchObject([
      { country: 'indonesia', status: 'cancelled' },
      { country: 'germany', status: 'otp-received', otp_code: '042917' },
    ]);
    expect(orders().map(({ state }) => state)).toEqual(['cancelled', expect.any(String)]);
    expect(step.summary.match(/^\| `/gm)).toHaveLength(2);
  });

  test('that passes without any SMS is "otp-timeout" when the countries are used up', async () => {
    const { job, verifyBy, sandbox } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy('echo tried', { country: 'indonesia, germany', timeout: '10s' }),
    );

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'otp-timeout', cost: '0' } });
    expect(step.errors).toEqual([expect.stringMatching(/2 numbers.*indonesia.*germany/s)]);
    expect(step.stdout.match(/^tried$/gm)).toHaveLength(2);
    expect(sandbox.books()).toMatchObject({ rented: 2, open_orders: 0, spent: 0 });
  });

  test('tries no more numbers than "attempts"', async () => {
    const { job, verifyBy, orders } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy('true', { country: 'indonesia, germany, brazil', attempts: '1', timeout: '5s' }),
    );

    expect(step.outputs['failure']).toBe('otp-timeout');
    expect(orders()).toHaveLength(1);
  });

  test('with "product-id" tries one number', async () => {
    const { job, verifyBy, orders } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy('true', { 'product-id': '42', platform: '', country: '', timeout: '5s' }),
    );

    expect(step.outputs['failure']).toBe('otp-timeout');
    expect(orders()).toHaveLength(1);
  });

  test('of a command that fails by itself rents no other number', async () => {
    const { job, verifyBy, orders, sandbox } = await openVerifyWorld(dialect);

    const step = await job.step(
      verifyBy('false | true; echo unreached', { country: 'indonesia, germany' }),
    );

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'command-failed', cost: '0' } });
    expect(step.errors).toEqual([
      expect.stringMatching(/exit code 1.*not asked for it at OTP_URL/s),
    ]);
    expect(step.stdout).not.toContain('unreached');
    expect(orders()).toHaveLength(1);
    await job.finish();
    expect(sandbox.books()).toMatchObject({ open_orders: 0, spent: 0 });
  });

  test('of a command that fails with its code is "command-failed", and says so', async () => {
    const { job, verifyBy, orders } = await openVerifyWorld(dialect);

    const step = await job.step(
      verifyBy('sms 042917; code 60; exit 42', { country: 'indonesia, germany' }),
    );

    expect(step.outputs).toMatchObject({ failure: 'command-failed', 'otp-code': '042917' });
    expect(step.errors).toEqual([expect.stringMatching(/exit code 42.*the code came/s)]);
    expect(orders()).toHaveLength(1);
  });

  test('counts an order that expired as one without an SMS', async () => {
    const { job, verifyBy } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy(
        'case "$PHONE_NUMBER" in +62*) act "/orders/$ORDER_ID" \'{"change":"expire"}\';; *) sms 042917;; esac; code 30',
        { country: 'indonesia, germany' },
      ),
    );

    expect(step).toMatchObject({ code: 0, outputs: { country: 'germany' } });
    expect(JSON.parse(step.outputs['orders'] ?? '')).toMatchObject([
      { country: 'indonesia', status: 'expired' },
      { country: 'germany' },
    ]);
  });

  test('ends with a ban, and says what was tried', async () => {
    const { job, verifyBy, orders } = await openVerifyWorld(dialect, FAST);

    const step = await job.step(
      verifyBy("act /ban '{}'", { country: 'indonesia, germany', timeout: '5s' }),
    );

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'banned' } });
    expect(JSON.parse(step.outputs['orders'] ?? '')).toMatchObject([{ country: 'indonesia' }]);
    expect(orders()).toHaveLength(1);
  });

  test('shows its command neither the token nor an input', async () => {
    const { job, verifyBy, api } = await openVerifyWorld(dialect);
    job.env['SMSCODE_TOKEN'] = api['token'] ?? '';

    const step = await job.step(verifyBy('sms 042917; env | sort'));

    expect(step.stdout).toContain('\nOTP_URL=http://127.0.0.1:');
    const names = [...step.stdout.matchAll(/^(\w[\w-]*)=/gm)].map(([, name]) => name);
    expect(names).not.toContain('SMSCODE_TOKEN');
    expect(names.filter((name) => /^(INPUT|STATE)_|^GITHUB_STATE$/.test(name ?? ''))).toEqual([]);
    expect(step.stdout.split('::add-mask::' + (api['token'] ?? '')).join('')).not.toContain(
      api['token'],
    );
  });
});

test('a cancel window that is still closed is left to post, and the next country starts at once', async () => {
  const world = await openVerifyWorld('openapi', { ...FAST, cancelAfterSeconds: 120 });
  const { job, verifyBy, requests, sandbox } = world;

  const step = await job.step(
    verifyBy('case "$PHONE_NUMBER" in +62*) ;; *) sms 042917;; esac; code 5', {
      country: 'indonesia, germany',
      timeout: '5s',
    }),
  );

  expect(step).toMatchObject({ code: 0, errors: [], outputs: { country: 'germany' } });
  expect(requests('cancel')).toEqual([]);
  expect(step.stdout).toContain('may not be cancelled yet');
  await job.finish();
  expect(sandbox.books()).toMatchObject({ rented: 2, open_orders: 0, balanced: true });
  expect(sandbox.books().orders.map(({ state }) => state)).toEqual(['cancelled', 'completed']);
});

test('a webhook brings the code, long before the provider would be read again', async () => {
  const { job, start, verifyBy, sandbox, requests } = await openVerifyWorld('openapi', {
    speed: 10,
  });
  const go = join(job.temp, 'go');
  const main = start(
    verifyBy(`until [ -e ${go} ]; do sleep 0.05; done; code 120 & sleep 0.5; sms 042917; wait $!`, {
      'webhook-listen': '127.0.0.1:0',
      'poll-interval': '600s',
    }),
  );
  let log = '';
  main.child.stdout?.on('data', (chunk) => (log += String(chunk)));
  await vi.waitFor(() => expect(log).toContain('Attempt 1'), { timeout: 10_000 });
  const [, place = ''] = /Listening for webhooks at (\S+),/.exec(log) ?? [];
  const body = JSON.stringify({ url: `http://${place}/hook`, shape: 'openapi' });
  await fetch(`${sandbox.controlUrl}/webhooks`, { method: 'PUT', body });
  writeFileSync(go, '');

  const step = await main.done;

  expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
  expect(requests('order')).toHaveLength(2);
});

test('"ledger: artifact" holds for it as for acquire', async () => {
  const world = await openLedgerWorld('openapi');

  const step = await world.job.step({ ...world.keep, mode: 'verify', run: 'exit 3' });
  await world.job.finish();

  expect(step.outputs['failure']).toBe('command-failed');
  expect(world.records()).toEqual(['intent', 'rented', 'closed']);
});

test('"mask-phone" masks the number before the command can print it', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi');

  const step = await job.step(
    verifyBy('sms 042917; echo "$PHONE_NUMBER"', { 'mask-phone': 'true' }),
  );

  const phone = step.outputs['phone-number'] ?? '';
  expect(step.masks).toContain(phone);
  expect(step.stdout.indexOf(`::add-mask::${phone}`)).toBeLessThan(
    step.stdout.indexOf(`\n${phone}`),
  );
  expect(step.summary).not.toContain(phone);
});

test('what only openapi can do is refused on a guide server before anything is bought', async () => {
  const { job, verifyBy, requests } = await openVerifyWorld('guide');

  const step = await job.step(verifyBy('true', { policy: 'best-success' }));

  expect(step.outputs['failure']).toBe('invalid-input');
  expect(step.errors).toEqual([expect.stringContaining('"policy: best-success"')]);
  expect(requests('create')).toEqual([]);
});

test('without its workspace nothing is bought', async () => {
  const { job, verifyBy, requests } = await openVerifyWorld('openapi');
  job.env['GITHUB_WORKSPACE'] = join(job.temp, 'gone');

  const step = await job.step(verifyBy('true'));

  expect(step.outputs['failure']).toBe('invalid-input');
  expect(step.errors).toEqual([expect.stringContaining('actions/checkout')]);
  expect(requests()).toEqual([]);
});

describe('the shell', () => {
  test('may be python', async () => {
    const { job, verifyBy } = await openVerifyWorld('openapi');
    const run = [
      'import json, os, urllib.request as http',
      'text = {"to": os.environ["PHONE_NUMBER"], "text": "Your code is 042917"}',
      'http.urlopen(os.environ["CONTROL"] + "/sms", json.dumps(text).encode())',
      'answer = json.load(http.urlopen(os.environ["OTP_URL"]))',
      'assert answer["otp_code"] == "042917", answer',
    ].join('\n');

    const step = await job.step(verifyBy('', { run, shell: 'python' }));

    expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
  });

  test('may be a command with "{0}"', async () => {
    const { job, verifyBy } = await openVerifyWorld('openapi');
    const run = `
      const { PHONE_NUMBER: to, CONTROL, OTP_URL } = process.env;
      const body = JSON.stringify({ to, text: 'Your code is 042917' });
      await fetch(CONTROL + '/sms', { method: 'POST', body });
      const { otp_code } = await (await fetch(OTP_URL)).json();
      if (otp_code !== '042917') process.exit(1);`;

    const shell = `${process.execPath} --input-type=module --import {0} --eval ""`;
    const step = await job.step(verifyBy('', { run, shell }));

    expect(step).toMatchObject({ code: 0, outputs: { 'otp-code': '042917' } });
  });

  test.each([
    ['python', /no program "python" on its PATH/],
    ['no-such-shell {0}', /no program "no-such-shell" on its PATH/],
    ['perl', /neither "bash".*nor a command with "\{0\}"/],
  ])('"%s" is refused before anything is sent', async (shell, words) => {
    const { job, verifyBy, requests } = await openVerifyWorld('openapi');
    job.env['PATH'] = job.temp;

    const step = await job.step(verifyBy('true', { shell }));

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'invalid-input' } });
    expect(step.errors).toEqual([expect.stringMatching(words)]);
    expect(requests()).toEqual([]);
  });
});

test('the text of an SMS is masked also where its code cannot be used', async () => {
  const { job, verifyBy } = await openVerifyWorld('openapi');
  const step = await job.step(
    verifyBy('sms "554433. Do not share it."; code 60', { 'expect-domain': 'app.example.com' }),
  );
  expect(step.outputs).toMatchObject({
    failure: 'wrong-domain',
    'otp-message': 'Your code is 554433. Do not share it.',
  });
  expect(step.masks).toContain('Your code is 554433. Do not share it.');
});
