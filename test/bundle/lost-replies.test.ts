import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/index.ts';
import { DIALECTS, openWorld } from './world.ts';

const match = { operation: 'create' } as const;

/** A purchase is replayed no sooner than 30 s after it left, so time passes twenty times as fast. */
const FAST = { speed: 20 };

describe('a purchase whose reply is lost (openapi)', () => {
  const lost: [string, FaultRule['fault']][] = [
    ['cut off after it was made', { kind: 'lost_reply', how: 'cut' }],
    ['cut off in the middle of the answer', { kind: 'half_json', how: 'cut' }],
    ['cut off before it was made', { kind: 'cut' }],
    ['hidden behind HTML', { kind: 'lost_reply', how: 'html' }],
    ['made late, 20 s after the cut', { kind: 'late_commit', after_seconds: 20, how: 'cut' }],
    ['never answered', { kind: 'lost_reply', how: 'timeout' }],
  ];

  test.each(lost)('%s buys exactly one number', async (_name, fault) => {
    const { job, rent, sandbox, requests, orders } = await openWorld('openapi', FAST);
    sandbox.addFault({ match, fault });

    const { code, outputs } = await job.step(rent);

    expect({ code, failure: outputs['failure'] }).toEqual({ code: 0, failure: '' });
    expect(orders().map(({ id }) => String(id))).toEqual([outputs['order-id']]);
    expect(new Set(requests('create').map((made) => made.idempotency_key)).size).toBe(1);
    await job.finish();
    expect(sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
  });

  test('for good in main is found and given back by post, with the same key', async () => {
    const { job, rent, sandbox, requests } = await openWorld('openapi', FAST);
    const fault = { kind: 'lost_reply', how: 'cut' } as const;
    sandbox.addFault({ match, count: 'unlimited', fault });
    const rented = await job.step(rent);
    sandbox.clearFaults();

    const post = await job.startPost().done;

    expect(rented).toMatchObject({ code: 1 });
    expect(post).toMatchObject({ code: 0, errors: [] });
    expect(new Set(requests('create').map((made) => made.idempotency_key)).size).toBe(1);
    expect(sandbox.books()).toMatchObject({ rented: 1, open_orders: 0, spent: 0, balanced: true });
  });
});

test('two purchases never share a key', async () => {
  const { job, rent, requests } = await openWorld('openapi');

  await job.step({ ...rent, count: '2' });

  const [first, second] = requests('create').map((made) => made.idempotency_key);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(first);
});

describe('a purchase whose reply is lost on a guide server is never repeated', () => {
  test.each([
    ['made', { kind: 'lost_reply', how: 'cut' }, 'leaked'],
    ['made, behind HTML', { kind: 'lost_reply', how: 'html' }, 'leaked'],
    [
      'made, behind a 500',
      {
        kind: 'wrong_shape',
        processed: true,
        status: 500,
        body: { success: false, error: { code: 'INTERNAL_ERROR', message: 'x' } },
      },
      'leaked',
    ],
    ['not made', { kind: 'cut' }, 'network'],
  ] as const)('%s', async (_name, fault, kind) => {
    const { job, rent, sandbox, requests } = await openWorld('guide');
    sandbox.addFault({ match, fault });

    const step = await job.step(rent);

    expect(step.outputs['failure']).toBe(kind);
    expect(step.errors).toHaveLength(1);
    expect(requests('create')).toHaveLength(1);
  });
});

test.each(DIALECTS)(
  'with several numbers, one lost for good leaves none open (%s)',
  async (dialect) => {
    const { job, rent, sandbox } = await openWorld(dialect, FAST);
    sandbox.addFault({ match, nth: 2, fault: { kind: 'cut' } });

    await job.step({ ...rent, count: '2' });
    await job.finish();

    expect(sandbox.books()).toMatchObject({ open_orders: 0, spent: 0, balanced: true });
  },
);
