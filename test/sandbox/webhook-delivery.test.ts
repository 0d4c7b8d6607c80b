import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';

test('a webhook reaches a listener on this machine over HTTP', async () => {
  const received: { readonly type: string | undefined; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ type: request.headers['content-type'], body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const { openapi, sandbox } = await openSandbox({
    webhook: { url: `http://127.0.0.1:${port}/hook` },
  });
  const { json } = await openapi('POST /orders/create', { product_id: 42 });
  sandbox.deliver({ to: json.data.orders[0]?.phone_number ?? '', text: 'Code 111111' });
  await sandbox.webhooksIdle();
  expect(received).toEqual([
    { type: 'application/json', body: expect.stringContaining('"otp_code":"111111"') as string },
  ]);
});
