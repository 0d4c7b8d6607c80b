import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Failure,
  FAILURE_KINDS,
  TOLERABLE_KINDS,
  worst,
  type FailureKind,
} from '../../src/domain/failure.ts';

/** The order that the design fixes: with several orders the first in this list wins. */
const DOCUMENTED =
  'leaked interrupted invalid-input unauthorized forbidden banned low-balance no-stock price-too-high rate-limited provider-outage network protocol not-found wrong-domain sms-without-code otp-timeout expired cancelled command-failed';

const someKinds = fc.array(fc.constantFrom<FailureKind>(...FAILURE_KINDS), { minLength: 1 });

describe('the kinds of failure', () => {
  test('are those that are documented, in the documented order', () => {
    expect(FAILURE_KINDS.join(' ')).toBe(DOCUMENTED);
  });

  test('may be tolerated where they say nothing about the app under test', () => {
    expect([...TOLERABLE_KINDS].toSorted()).toEqual([
      'banned',
      'low-balance',
      'network',
      'no-stock',
      'price-too-high',
      'provider-outage',
      'rate-limited',
    ]);
  });
});

describe('the worst of several failures', () => {
  test('is the first of the list, whatever the order in which they occurred', () => {
    fc.assert(
      fc.property(someKinds, (kinds) => {
        const first = FAILURE_KINDS.find((kind) => kinds.includes(kind));
        expect(worst(kinds.map((kind) => new Failure(kind, '')))?.kind).toBe(first);
      }),
    );
  });

  test('is the earlier of two of the same kind', () => {
    const [earlier, later] = [new Failure('expired', 'a'), new Failure('expired', 'b')];
    expect(worst([earlier, later])).toBe(earlier);
  });

  test('is none where nothing failed', () => {
    expect(worst([])).toBeNull();
  });
});

describe('a failure in words', () => {
  test('names order, request, status and request id after the message', () => {
    const failure = new Failure('not-found', 'Gone.', {
      orderId: 'ord_abc123',
      request: 'GET /v1/orders/ord_abc123',
      status: 404,
      requestId: 'req_7',
    });
    expect(failure.describe()).toBe(
      'Gone. (order ord_abc123, GET /v1/orders/ord_abc123, HTTP 404, request id req_7)',
    );
  });

  test('does not name an order twice', () => {
    const failure = new Failure('expired', 'Order 17 expired.', { orderId: '17' });
    expect(failure.describe()).toBe('Order 17 expired.');
  });

  test('is the message alone where nothing else is known', () => {
    expect(new Failure('network', 'Cut.').describe()).toBe('Cut.');
  });

  test('is the fact alone, with its place and without the advice, as a reason of something else', () => {
    const said = '(HTTP 500: "Oops. Try v1.2 (beta). Sorry.")';
    const failure = new Failure(
      'provider-outage',
      `The provider has a fault of its own ${said}. Run the job again later, or set "tolerate: provider-outage".`,
      { requestId: 'req_7' },
    );
    expect(failure.fact()).toBe(
      `The provider has a fault of its own (HTTP 500: "Oops. Try v1.2 (beta). Sorry.") (request id req_7)`,
    );
    expect(new Failure('network', 'Cut').fact()).toBe('Cut');
  });

  test('has its own name in a stack trace', () => {
    expect(String(new Failure('network', 'Cut.'))).toBe('Failure: Cut.');
  });

  test('keeps its cause, and has none where none was given', () => {
    const cause = new Error('ECONNRESET');
    expect(new Failure('network', 'Cut.', { cause }).cause).toBe(cause);
    expect('cause' in new Failure('network', 'Cut.')).toBe(false);
  });
});
