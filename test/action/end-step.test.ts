import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { announce, asFailure, resultOf, setOutputs } from '../../src/action/report/end-step.ts';
import { Failure, type FailureKind } from '../../src/domain/failure.ts';
import { commandsOf } from '../support/commands.ts';
import { failure } from '../support/fake-provider.ts';
import { tempFolder } from '../support/temp-folder.ts';

let exitCode: typeof process.exitCode;

beforeEach(() => {
  exitCode = process.exitCode;
  process.exitCode = undefined;
});

afterEach(() => {
  process.exitCode = exitCode;
  vi.unstubAllEnvs();
});

const said = (failures: Failure[], tolerated: FailureKind[] = []): string[] =>
  commandsOf(() => {
    announce(failures, tolerated);
  });

test.each([
  ['success', null, []],
  ['failure', failure('no-stock'), []],
  ['failure', failure('no-stock'), ['network']],
  ['inconclusive', failure('no-stock'), ['network', 'no-stock']],
] as const)('the result is %s', (result, found, tolerated) => {
  expect(resultOf(found, tolerated)).toBe(result);
});

describe('announcing', () => {
  test('nothing says nothing, and leaves the exit code alone', () => {
    expect([said([]), process.exitCode]).toEqual([[], undefined]);
  });

  test('a failure is one error annotation that is titled by its kind, and exit code 1', () => {
    expect(said([failure('no-stock', 'No numbers left.')])).toEqual([
      '::error title=Virtual number%3A no-stock::No numbers left.',
    ]);
    expect(process.exitCode).toBe(1);
  });

  test('a failure names what it concerns: order, request, status and request id', () => {
    const context = { orderId: '7', request: 'GET /v1/orders/7', status: 500, requestId: 'req_1' };
    const [line] = said([new Failure('provider-outage', 'It failed.', context)]);
    expect(line).toMatch(
      /It failed\. \(order 7, GET \/v1\/orders\/7, HTTP 500, request id req_1\)/,
    );
  });

  test('several failures are one annotation: the worst first, then the others by rank', () => {
    const found = [failure('otp-timeout'), failure('network'), failure('leaked', 'It leaked.')];
    expect(said(found)).toEqual([
      '::error title=Virtual number%3A leaked::It leaked.%0Anetwork: network%0Aotp-timeout: otp-timeout',
    ]);
  });

  test('a tolerated failure is one warning and no error, and the step succeeds', () => {
    const lines = said([failure('no-stock', 'No numbers left.')], ['no-stock']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toBe(
      '::warning title=Virtual number%3A no-stock::No numbers left. (tolerated: this says nothing about your app)',
    );
    expect(process.exitCode).toBeUndefined();
  });

  describe('more than one annotation holds', () => {
    const leak = (orderId: string): Failure =>
      new Failure(
        'leaked',
        `Order ${orderId} may still be rented: ${'x'.repeat(300)} curl ${orderId}`,
        {
          orderId,
        },
      );
    const ids = Array.from({ length: 100 }, (_, index) => `ord_${String(10_000 + index)}`);

    test('is a line of the log each, before the one annotation', () => {
      const lines = said([failure('network', 'Cut.'), ...ids.map(leak)]);
      expect(lines).toHaveLength(102);
      expect(lines.slice(0, 100)).toEqual(
        ids.map((id) => expect.stringContaining(`curl ${id}`) as string),
      );
      expect(lines[100]).toBe('network: Cut.');
      expect(lines.filter((line) => line.startsWith('::'))).toEqual(lines.slice(101));
    });

    test('is named by all order ids first, then one command, then what names no order', () => {
      const annotation = said([failure('network', 'Cut.'), ...ids.map(leak)]).at(-1) ?? '';
      const [head, first, ...others] = annotation.split('%0A');
      expect(head).toContain(`100 orders may still be rented: ${ids.join(', ')}. `);
      expect(first).toMatch(/^Order ord_10000 .* curl ord_10000$/);
      expect(others).toEqual(['network: Cut.']);
    });

    test('keeps room for the command beside ids that are as long as ids can be', () => {
      const long = ids.map((id) => id.padEnd(128, '0'));
      const annotation = said(long.map(leak)).at(-1) ?? '';
      expect(annotation).toMatch(/ and 77 more\. /);
      expect(annotation).toContain(`curl ${long[0] ?? ''}`);
    });

    test('is no list of orders where none may be rented', () => {
      const timeouts = ids.map(
        (orderId) => new Failure('otp-timeout', 'x'.repeat(100), { orderId }),
      );
      const lines = said(timeouts);
      expect(lines).toHaveLength(101);
      expect(lines.at(-1)).toMatch(/100 failures, each a line of its own in the log above\./);
    });
  });

  test('an annotation fits into what the runner shows', () => {
    const [line] = said([failure('protocol', 'x'.repeat(10_000))]);
    expect((line ?? '').length).toBeLessThanOrEqual(4_096);
  });
});

test('the outputs are set as they are', () => {
  const file = join(tempFolder(), 'output');
  writeFileSync(file, '');
  vi.stubEnv('GITHUB_OUTPUT', file);
  setOutputs({ 'otp-code': '042917', failure: '' });
  expect(readFileSync(file, 'utf8')).toMatch(
    /^otp-code<<(\S+)\n042917\n\1\nfailure<<(\S+)\n\n\2\n$/,
  );
});

test('outputs that cannot be written are invalid-input, and name the file', () => {
  vi.stubEnv('GITHUB_OUTPUT', join(tempFolder(), 'gone', 'output'));
  const unwritten = setOutputs({ result: 'success' });
  expect(unwritten?.kind).toBe('invalid-input');
  expect(unwritten?.message).toContain('GITHUB_OUTPUT');
});

describe('an error', () => {
  test('that is a failure stays as it is', () => {
    const found = failure('network');
    expect(asFailure(found)).toBe(found);
  });

  test.each([
    ['an error', new TypeError('x is not a function'), 'x is not a function'],
    ['anything else', 'thrown text', 'thrown text'],
  ])('that is %s is a defect, kept as the cause', (_, error, text) => {
    const found = asFailure(error);
    expect(found.kind).toBe('protocol');
    expect(found.message).toMatch(/defect.*Please report it\.$/s);
    expect(found.message).toContain(text);
    expect(found.cause).toBe(error);
  });
});
