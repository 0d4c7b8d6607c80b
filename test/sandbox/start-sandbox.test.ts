import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { openSandbox } from './open-sandbox.ts';

describe('starting a sandbox', () => {
  test('the same seed gives the same numbers and ids', async () => {
    const rented = async (seed: string) => {
      const { openapi } = await openSandbox({ seed });
      return (await openapi('POST /orders/create', { product_id: 42, quantity: 3 })).text;
    };
    expect(await rented('a')).toBe(await rented('a'));
    expect(await rented('a')).not.toBe(await rented('b'));
  });

  test('without a token makes one that nobody can guess', async () => {
    const sandboxes = [await startSandbox(), await startSandbox()];
    const tokens = sandboxes.map((sandbox) => sandbox.token);
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
    expect(tokens[0]).toMatch(/^sandbox_[0-9a-f]{32}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  test.each(['port', 'controlPort'] as const)('fails on a %s that is taken', async (name) => {
    const { sandbox } = await openSandbox();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ [name]: port })).rejects.toThrow(/EADDRINUSE/);
  });

  test('may be stopped more than once, and frees its ports', async () => {
    const { sandbox } = await openSandbox();
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    await sandbox.stopped;
    const port = Number(new URL(sandbox.url).port);
    const next = await startSandbox({ port });
    expect(next.url).toBe(sandbox.url);
    await next.stop();
  });

  test('listens on this machine alone by itself', async () => {
    const { sandbox } = await openSandbox();
    expect(new URL(sandbox.url).hostname).toBe('127.0.0.1');
    expect(new URL(sandbox.controlUrl).hostname).toBe('127.0.0.1');
  });
});
