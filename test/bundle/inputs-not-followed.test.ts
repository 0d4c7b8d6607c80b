import { describe, expect, test } from 'vitest';
import { openWorld } from './world.ts';

describe('what is not available yet is refused, not ignored', () => {
  test.each(['report', 'sandbox'])('mode %s', async (mode) => {
    const { job, rent, requests } = await openWorld('openapi');

    const step = await job.step({ ...rent, mode, country: '', platform: '' });

    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([expect.stringMatching(/"mode" is ".*yet/)]);
    expect(requests()).toEqual([]);
  });

  test.each([['acquire', 'records', 'records.ndjson']])('%s with %s', async (mode, name, value) => {
    const { job, rent, api, requests } = await openWorld('openapi');

    const step = await job.step({ ...(mode === 'acquire' ? rent : api), mode, [name]: value });

    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([expect.stringMatching(new RegExp(`"${name}".* yet`))]);
    expect(requests()).toEqual([]);
  });
});

describe('an input that the mode does not use', () => {
  test('is named in one notice with the others, and has no effect', async () => {
    const { job, rent } = await openWorld('openapi');

    const step = await job.step({ ...rent, mode: 'check', count: '5', 'order-id': '7' });

    expect(step.code).toBe(0);
    expect(step.notices).toEqual([expect.stringMatching(/"count".*"order-id"/)]);
  });

  test('brings no notice at its default', async () => {
    const { job, api } = await openWorld('openapi');

    expect((await job.step({ ...api, mode: 'check' })).notices).toEqual([]);
  });

  test('as "product-id" in check is not rented either', async () => {
    const { job, rent, orders } = await openWorld('openapi');

    const step = await job.step({ ...rent, mode: 'check', rent: 'true', 'product-id': '44' });

    expect(step.notices).toEqual([expect.stringContaining('"product-id"')]);
    expect(orders().map((order) => order.product_id)).toEqual([42]);
  });
});

describe('what only openapi can do is refused on a guide server before anything is spent', () => {
  test.each([
    ['policy', 'best-success'],
    ['otp-pattern', 'code (\\d+)'],
    ['expect-domain', 'example.com'],
  ])('acquire with "%s: %s"', async (name, value) => {
    const { job, rent, requests } = await openWorld('guide');

    const step = await job.step({ ...rent, [name]: value });

    expect(step.outputs['failure']).toBe('invalid-input');
    expect(step.errors).toEqual([expect.stringContaining(`"${name}`)]);
    expect(requests('create')).toEqual([]);
  });
});
