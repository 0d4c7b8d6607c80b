import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openSandbox, TOKEN, type Json, type Opened } from './open-sandbox.ts';

const fixture = readFileSync(new URL('fixtures/guide-commands.txt', import.meta.url), 'utf8');

/** The guide's commands by the title above each. */
const commands = new Map(
  fixture
    .split(/^== /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return [title, lines.join('\n').trim()];
    }),
);

/** Runs a command of the guide as it stands, but for the host and the order's id. */
async function runGuide(base: string, title: string, orderId = 'ord_abc123'): Promise<Json> {
  const command = commands.get(title) ?? `echo "no command: ${title}"`;
  const { stdout } = await promisify(execFile)(
    'bash',
    ['-c', command.replace('https://api.smscode.gg/v1', base).replace('ord_abc123', orderId)],
    { env: { ...process.env, SMSCODE_TOKEN: TOKEN, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' } },
  );
  return JSON.parse(stdout) as Json;
}

const bases = {
  'the base of both dialects': ({ sandbox }: Opened) => sandbox.url,
  'the base of the guide alone': ({ sandbox }: Opened) => sandbox.guideUrl,
};

describe.each(Object.entries(bases))("the guide's own commands on %s", (_name, baseOf) => {
  test('confirm the token with the answer that the guide prints', async () => {
    const opened = await openSandbox();
    expect(await runGuide(baseOf(opened), 'confirm the token')).toEqual({
      success: true,
      data: { currency: 'IDR', balance: 150_000 },
    });
  });

  test('browse the catalog with the answer that the guide prints', async () => {
    const opened = await openSandbox();
    expect(await runGuide(baseOf(opened), 'browse the catalog')).toEqual({
      success: true,
      data: [
        { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available_count: 87 },
        { id: 44, country: 'indonesia', platform: 'whatsapp', price: 6000, available_count: 124 },
      ],
    });
  });

  test('create an order and cancel it, and the money comes back', async () => {
    const opened = await openSandbox();
    const created = await runGuide(baseOf(opened), 'create an order');
    expect(Object.keys(created.data)).toEqual(['order_id', 'phone_number', 'status', 'expires_at']);
    expect(created.data['status']).toBe('WAITING');
    const cancelled = await runGuide(baseOf(opened), 'cancel an order', created.data.order_id);
    expect(cancelled).toMatchObject({ success: true, data: { status: 'CANCELLED' } });
    expect(opened.sandbox.books()).toMatchObject({ rented: 1, spent: 0, balanced: true });
  });

  test('find no order under the id that the guide only makes up', async () => {
    const opened = await openSandbox();
    const answer = await runGuide(baseOf(opened), 'cancel an order');
    expect(answer.error.code).toBe('ORDER_NOT_FOUND');
  });
});
