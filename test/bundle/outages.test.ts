import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('an unwell provider (%s)', (dialect) => {
  test.each(['products', 'create', 'balance'])(
    'a 429 on %s is waited for as long as it says, and repeated',
    async (operation) => {
      const { job, rent, sandbox, requests } = await openWorld(dialect, { speed: 10 });
      const fault = { kind: 'rate_limited', retry_after_seconds: 1 } as const;
      sandbox.addFault({ match: { operation: operation as 'create' }, count: 2, fault });

      const step = await job.step({ ...rent, 'min-balance': '1' });

      expect(step.code).toBe(0);
      expect(requests(operation)).toHaveLength(3);
      expect(sandbox.books()).toMatchObject({ rented: 1, balanced: true });
    },
  );

  test('a 429 without end is "rate-limited" after five repetitions', async () => {
    const { job, rent, sandbox, requests } = await openWorld(dialect, { speed: 10 });
    const fault = { kind: 'rate_limited', retry_after_seconds: 1 } as const;
    sandbox.addFault({ match: { operation: 'create' }, count: 'unlimited', fault });

    const step = await job.step(rent);

    expect(step.outputs['failure']).toBe('rate-limited');
    expect(requests('create')).toHaveLength(6);
  });

  test('a read that was answered with HTML is repeated', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { speed: 10 });
    sandbox.addFault({ match: { operation: 'products' }, fault: { kind: 'html', status: 502 } });

    expect((await job.step(rent)).code).toBe(0);
  });

  test('HTML without end is "provider-outage", which can be tolerated', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { speed: 10 });
    sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 503 } });

    const step = await job.step({ ...rent, tolerate: 'provider-outage' });

    expect(step.outputs).toMatchObject({ result: 'inconclusive', failure: 'provider-outage' });
    expect(step.code).toBe(0);
    expect(step.warnings).toHaveLength(1);
  });

  test('a 200 that is HTML is "protocol", without a stack trace', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { speed: 20 });
    sandbox.addFault({ count: 'unlimited', fault: { kind: 'html', status: 200 } });

    const step = await job.step({ ...rent, 'api-dialect': dialect });

    expect(step.outputs['failure']).toBe('protocol');
    expect(step.errors).toEqual([expect.not.stringMatching(/\bat .*:\d+/)]);
  });

  test('a purchase that the provider refuses for now (503) is repeated, and made once', async () => {
    const { job, rent, sandbox } = await openWorld(dialect, { speed: 10 });
    const fault = { kind: 'error', status: 503, code: 'SERVICE_UNAVAILABLE' } as const;
    sandbox.addFault({ match: { operation: 'create' }, fault });

    expect((await job.step(rent)).code).toBe(0);
    expect(sandbox.books()).toMatchObject({ rented: 1, balanced: true });
  });
});

test('a host that cannot be reached is "network", and counts as live', async () => {
  const { job, rent } = await openWorld('openapi', { speed: 10 });

  const step = await job.step({ ...rent, 'api-url': 'https://api.invalid', tolerate: 'network' });

  expect(step.outputs).toMatchObject({ result: 'inconclusive', failure: 'network', live: 'true' });
});

test('a redirect is not followed: the token would go elsewhere', async () => {
  const { job, rent, sandbox, requests } = await openWorld('openapi');
  const elsewhere = createServer((request, response) => {
    response.writeHead(307, { location: sandbox.openapiUrl + (request.url ?? '') }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void elsewhere.close());

  const { port } = elsewhere.address() as AddressInfo;
  const step = await job.step({ ...rent, 'api-url': `http://127.0.0.1:${port}` });

  expect(step.outputs['failure']).toBe('protocol');
  expect(step.errors).toEqual([expect.stringContaining('redirect')]);
  expect(requests()).toEqual([]);
});
