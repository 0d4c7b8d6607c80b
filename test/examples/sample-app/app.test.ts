import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from './app.mjs';
import { openCodes } from './codes.mjs';

const PHONE = '+62 812-3456-7890';
const MINUTE_MS = 60_000;

/** The sample app with a clock and codes of the test's own, and a gateway that keeps what it gets. */
async function openApp({ gatewayWorks = true } = {}) {
  let now = 0;
  const codes = [204_816, 7, 7];
  const sent: { to: string; text: string }[] = [];
  const app = createApp({
    codes: openCodes(
      () => now,
      () => codes.shift() ?? 0,
    ),
    sendSms: async (to, text) => {
      if (!gatewayWorks) throw new Error('refused');
      await Promise.resolve(sent.push({ to, text }));
    },
    log: () => undefined,
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void app.close());
  const { port } = app.address() as AddressInfo;
  return {
    sent,
    pass: (ms: number) => (now += ms),
    async submit(path: string, form: Record<string, string>) {
      const url = `http://127.0.0.1:${String(port)}${path}`;
      const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
      const html = await answer.text();
      return { status: answer.status, html, title: /<h1>(.*)<\/h1>/.exec(html)?.[1] };
    },
  };
}

test('signs up with the code that it sent, leading zeros and all', async () => {
  const app = await openApp();
  await app.submit('/send-code', { phone: PHONE });
  const again = await app.submit('/send-code', { phone: PHONE });
  expect(again.title).toBe('Enter your code');
  expect(app.sent.map(({ to }) => to)).toEqual(['+6281234567890', '+6281234567890']);
  expect(app.sent[1]?.text).toContain(' 000007.');
  const welcome = await app.submit('/verify', { phone: PHONE, code: '000007' });
  expect(welcome).toMatchObject({ status: 200, title: 'Welcome' });
});

test.each([
  ['another code', '123456', 0],
  ['the code before the last one', '204816', 0],
  ['the code after ten minutes', '000007', 10 * MINUTE_MS],
])('refuses %s and asks again', async (_, code, later) => {
  const app = await openApp();
  await app.submit('/send-code', { phone: PHONE });
  await app.submit('/send-code', { phone: PHONE });
  app.pass(later);
  const refused = await app.submit('/verify', { phone: PHONE, code });
  expect(refused).toMatchObject({ status: 422, title: 'Enter your code' });
  expect(refused.html).toContain('role="alert"');
});

test('takes a code just before its ten minutes are over, and once', async () => {
  const app = await openApp();
  await app.submit('/send-code', { phone: PHONE });
  app.pass(10 * MINUTE_MS - 1);
  const form = { phone: PHONE, code: '204816' };
  expect((await app.submit('/verify', form)).title).toBe('Welcome');
  expect((await app.submit('/verify', form)).status).toBe(422);
});

test('says that the SMS could not be sent', async () => {
  const app = await openApp({ gatewayWorks: false });
  const refused = await app.submit('/send-code', { phone: PHONE });
  expect(refused).toMatchObject({ status: 502, title: 'Sign up' });
  expect(refused.html).toContain('could not be sent');
});

test('sends nothing to what is no phone number, and shows it as text', async () => {
  const app = await openApp();
  const refused = await app.submit('/send-code', { phone: '"><script>alert(1)</script>' });
  expect(refused.status).toBe(422);
  expect(refused.html).not.toContain('<script>');
  expect(app.sent).toEqual([]);
});
