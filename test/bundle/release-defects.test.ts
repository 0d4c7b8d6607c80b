import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

test('a part of the action that cannot be loaded keeps no number from being given back', async () => {
  const { job, rent, orders } = await openWorld('openapi');
  await job.step(rent);
  const journal = journalOf(job);
  const account = /\.([0-9a-f]{16})\.ndjson$/.exec(journal)?.[1] ?? '';
  writeFileSync(join(job.temp, 'virtual-number', `ledger-${account}`), '');
  job.dist = withoutChunks(job);

  const post = await job.startPost().done;

  expect(post).toMatchObject({ code: 0, errors: [], warnings: [] });
  expect(post.stdout).toContain('The ledger is not kept on');
  expect(orders()[0]?.state).toBe('cancelled');
});

test('a time of no calendar in one line of the journal hides no other line', async () => {
  const { job, rent, orders } = await openWorld('openapi', { speed: 10 });
  await job.step({ ...rent, count: '2' });
  const journal = journalOf(job);
  writeFileSync(
    journal,
    readFileSync(journal, 'utf8').replace(/"expiresAt":\d+/, '"expiresAt":1e300'),
  );

  const post = await job.startPost({}, (name) => name === 'step').done;

  expect(post).toMatchObject({ code: 1, errors: [expect.stringContaining(journal)] });
  expect(orders().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
});

function withoutChunks({ temp, dist }: World['job']): string {
  const copy = join(temp, 'dist');
  cpSync(join(dist, 'post'), join(copy, 'post'), { recursive: true });
  for (const name of readdirSync(join(copy, 'post'))) {
    if (/^\d+\.index\.js$/.test(name)) rmSync(join(copy, 'post', name));
  }
  return copy;
}

function journalOf({ temp }: World['job']): string {
  const folder = join(temp, 'virtual-number');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.ndjson'));
  return join(folder, name);
}
