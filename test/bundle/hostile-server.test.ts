import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveLoopback, type LoopbackServer } from '../support/loopback-server.ts';
import { DIALECTS, openWorld, TOKEN } from './world.ts';

/** Notes who calls it, and says nothing usable. */
const thief = (): Promise<LoopbackServer> => serveLoopback((response) => response.end('thanks'));

describe('a server that redirects', () => {
  test.each([301, 302, 303, 307, 308])(
    'learns the token, and no other host does: %i',
    async (status) => {
      const { job, rent } = await openWorld('openapi', { speed: 20 });
      const other = await thief();
      const server = await serveLoopback((response, request) => {
        response.writeHead(status, { location: other.url(request.url ?? '').href }).end();
      });

      const step = await job.step({ ...rent, 'api-url': server.url('').href });
      await job.finish();

      expect(step.outputs['failure']).toBe('protocol');
      expect(server.arrived[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(other.arrived).toEqual([]);
    },
  );
});

test('the input "api-url" wins over SMSCODE_API_URL', async () => {
  const { job, rent } = await openWorld('openapi');
  const other = await thief();
  job.env['SMSCODE_API_URL'] = other.url('').href;

  const step = await job.step(rent);
  await job.finish();

  expect(step.code).toBe(0);
  expect(other.arrived).toEqual([]);
});

describe.each(DIALECTS)('in post the address of the API (%s)', (dialect) => {
  test('is that of main, whatever the environment says', async () => {
    const { job, rent, orders } = await openWorld(dialect);
    const { 'api-url': url = '', ...rest } = rent;
    job.env['SMSCODE_API_URL'] = url;
    await job.step(rest);
    const other = await thief();
    job.env['SMSCODE_API_URL'] = other.url('').href;

    const post = await job.startPost({ 'api-url': other.url('').href }).done;

    expect(post.code).toBe(0);
    expect(orders()[0]?.state).toBe('cancelled');
    expect(other.arrived).toEqual([]);
  });
});

describe('a link in place of the job folder', () => {
  test('is refused before anything is sent', async () => {
    const { job, rent, requests } = await openWorld('openapi');
    const elsewhere = join(job.temp, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(job.temp, 'virtual-number'));

    const step = await job.step(rent);

    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([expect.stringContaining('it is a link')]);
    expect(requests()).toEqual([]);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
