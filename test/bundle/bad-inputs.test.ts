import { describe, expect, test } from 'vitest';
import { openWorld, type With } from './world.ts';

/** One wrong value each; everything else about the step is right. */
const wrong: [name: string, value: string, mode?: string][] = [
  ['mode', 'rent'],
  ['token', 'two words'],
  ['api-url', 'http://api.example.com/v1'],
  ['api-url', 'ftp://127.0.0.1/v1'],
  ['api-url', 'https://user:secret@api.example.com/v1'],
  ['api-url', 'api.example.com'],
  ['api-dialect', 'v2'],
  ['product-id', '42 or so'],
  ['policy', 'fastest'],
  ['max-price', '5 000'],
  ['max-price', '-1'],
  ['min-balance', '1e5'],
  ['catalog-ttl', 'a minute'],
  ['count', '0'],
  ['count', '101'],
  ['count', '1.5'],
  ['allow-partial', 'yes'],
  ['wait-in-post', 'on'],
  ['auto-release', 'no'],
  ['release-timeout', 'soon'],
  ['timeout', '0s'],
  ['poll-interval', '1s'],
  ['mask-phone', '1'],
  ['tolerate', 'leaked'],
  ['requests-per-minute', '0'],
  ['parallel-jobs', 'many'],
  ['rent', 'please', 'check'],
  ['order-id', '[{"id": 7}]', 'wait'],
  ['order-id', 'ord 7', 'release'],
];

describe('a wrong input', () => {
  test.each(wrong)('is refused before anything is sent: %s "%s"', async (name, value, mode) => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, {
      ...world.rent,
      ...(mode === undefined ? {} : { mode, platform: '', country: '' }),
      [name]: value,
    });

    expect(refused).toContain(`"${name}"`);
  });

  test('is named together with every other one, of whatever sort, in one annotation', async () => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, {
      'api-url': world.api['api-url'] ?? '',
      count: '0',
      timeout: 'soon',
      'otp-pattern': '(',
      records: 'records.ndjson',
    });

    for (const name of [
      'token',
      'count',
      'timeout',
      'otp-pattern',
      'records',
      'platform',
      'country',
    ])
      expect(refused).toContain(`"${name}"`);
  });

  test('that is a secret is named but not repeated', async () => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, { ...world.rent, token: 'two words' });

    expect(refused).not.toContain('two words');
  });
});

describe('inputs that belong together', () => {
  test('a missing token is named with both places where it could be', async () => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, { ...world.rent, token: '' });

    expect(refused).toMatch(/"token".*SMSCODE_TOKEN/);
  });

  test('"product-id" excludes "max-price"', async () => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, {
      ...world.api,
      'product-id': '42',
      'max-price': '5000',
    });

    expect(refused).toMatch(/"product-id".*"max-price"/);
  });

  test('without "product-id" both "platform" and "country" are needed', async () => {
    const world = await openWorld('openapi');

    const refused = await refusalOf(world, world.api);

    expect(refused).toMatch(/"platform".*"country"/);
  });
});

/** Runs a step that must be refused, and returns its only annotation. */
async function refusalOf(
  { job, requests }: Awaited<ReturnType<typeof openWorld>>,
  inputs: With,
): Promise<string> {
  const step = await job.step(inputs);
  expect(step.code).toBe(1);
  expect(step.outputs).toMatchObject({
    result: 'failure',
    failure: 'invalid-input',
    requests: '0',
  });
  expect(requests()).toEqual([]);
  expect(step.errors).toHaveLength(1);
  expect(step.warnings).toEqual([]);
  return step.errors[0] ?? '';
}
