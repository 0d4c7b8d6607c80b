import { describe, expect, test } from 'vitest';
import { complaint, read } from '../support/inputs.ts';

describe('one message', () => {
  test('names every input that is wrong', () => {
    const message = complaint({ count: 'x', timeout: 'y', tolerate: 'z' });
    expect(message).toMatch(/"count".*"timeout".*"tolerate"/);
  });

  test('names what is wrong and what is missing together', () => {
    const message = complaint({ count: 'x', token: '', platform: '', country: '' });
    expect(message).toMatch(/"count".*"token".*"platform".*"country"/);
  });

  test('says that nothing was sent or bought', () => {
    expect(complaint({ count: 'x' })).toContain('Nothing was sent or bought.');
  });

  test('names an input once, whatever is wrong with it', () => {
    const message = complaint({ token: 'tok abc' });
    expect(message.split('"token"')).toHaveLength(2);
  });
});

describe('a secret is named, never repeated', () => {
  test.each([
    ['token', { token: 's3cr3t and more' }],
    ['token beside other wrong inputs', { token: 's3cr3t and more', count: 'x' }],
    ['webhook-secret', { 'webhook-secret': 's3cr3t' }],
    ['webhook-relay', { mode: 'wait', 'webhook-relay': 'http://relay.example.com/s3cr3t' }],
    ['password of api-url', { 'api-url': 'https://me:s3cr3t@api.example.com' }],
    ['query of api-url', { 'api-url': 'https://api.example.com/?token=s3cr3t' }],
  ])('%s', (_, texts) => {
    const message = complaint(texts);
    expect(message).not.toBe('');
    expect(message).not.toContain('s3cr3t');
  });
});

test('a wrong mode is complained of alone where the rest depends on it', () => {
  const message = complaint({ mode: 'rent', platform: '' });
  expect(message).toContain('"mode"');
  expect(message).not.toContain('"platform"');
});

test('a wrong product id does not ask for a platform and a country instead', () => {
  const message = complaint({ 'product-id': 'a b', platform: '', country: '' });
  expect(message).toContain('"product-id"');
  expect(message).not.toMatch(/"platform" must|"country" must/);
});

test('without a token the message tells both ways to give one', () => {
  expect(complaint({ token: '' })).toMatch(/"token".*SMSCODE_TOKEN/);
});

describe('acquire', () => {
  test.each(['platform', 'country'] as const)('needs "%s"', (name) => {
    expect(complaint({ [name]: '' })).toContain(`"${name}" must name`);
  });

  test('needs neither with a product id', () => {
    expect(complaint({ platform: '', country: '', 'product-id': '42' })).toBe('');
  });

  test('refuses a product id together with max-price', () => {
    expect(complaint({ 'product-id': '42', 'max-price': '5000' })).toMatch(
      /"product-id" and "max-price" exclude each other/,
    );
  });

  test('refuses to wait in post for what is left to another job', () => {
    expect(complaint({ 'wait-in-post': 'true', 'auto-release': 'false' })).toMatch(
      /"wait-in-post".*"auto-release: false"/,
    );
  });

  test('refuses best-success on a guide server before anything is sent', () => {
    expect(complaint({ policy: 'best-success', 'api-dialect': 'guide' })).toMatch(
      /"policy: best-success".*openapi/,
    );
  });
});

describe('on a server that is known to be of the guide dialect', () => {
  test.each([
    ['wait', 'after', '0'],
    ['wait', 'resend-after', '30s'],
    ['wait', 'otp-pattern', '(x)'],
    ['acquire', 'expect-domain', 'example.com'],
  ])('%s refuses "%s"', (mode, name, value) => {
    expect(complaint({ mode, 'api-dialect': 'guide', [name]: value })).toMatch(
      new RegExp(`^"${name}" needs a server of the openapi dialect`),
    );
  });

  test('an input that the mode does not use is not refused', () => {
    expect(complaint({ 'api-dialect': 'guide', after: '1' })).toBe('');
  });
});

describe.each(['wait', 'release', 'check'])('%s', (mode) => {
  test('needs neither platform nor country', () => {
    expect(complaint({ mode, platform: '', country: '' })).toBe('');
  });
});

test('a shell that nobody knows is named together with what else is wrong', () => {
  const message = complaint({ mode: 'verify', run: '', shell: 'perl', attempts: '0' });
  expect(message).toMatch(/"attempts".*"run".*"shell" is "perl", which is neither/);
  expect(complaint({ mode: 'verify', run: 'exit', shell: 'perl {0}' })).toBe('');
  expect(complaint({ shell: 'perl' })).toBe('');
});

describe('webhooks', () => {
  const mode = 'wait';

  test('have a secret only where they arrive', () => {
    const secret = { mode, 'webhook-secret': 'shh' };
    expect(complaint(secret)).toMatch(
      /^"webhook-secret" verifies what arrives at "webhook-listen"/,
    );
    expect(complaint({ ...secret, 'webhook-relay': 'https://relay.example.com' })).toMatch(
      /relay cannot be verified/,
    );
    expect(complaint({ ...secret, 'webhook-listen': '0.0.0.0:8080' })).toBe('');
  });

  test('with a wrong place to listen at are not said to have none', () => {
    const message = complaint({ mode, 'webhook-secret': 'shh', 'webhook-listen': '8080' });
    expect(message).toMatch(/^"webhook-listen" must be/);
    expect(message).not.toContain('webhook-secret');
  });
});

describe('a sweep', () => {
  const mode = 'sweep';

  test('of ledgers needs a GitHub token', () => {
    expect(complaint({ mode, 'github-token': 'ghs' })).toBe('');
    expect(complaint({ mode })).toMatch(/^"github-token" must be/);
  });

  test('by age needs none', () => {
    expect(complaint({ mode, scope: 'token' })).toBe('');
  });

  test('by age is not for a guide server', () => {
    expect(complaint({ mode, scope: 'token', 'api-dialect': 'guide' })).toMatch(
      /^"scope".*openapi/,
    );
  });

  test('is complained of once where its scope is wrong', () => {
    expect(complaint({ mode, scope: 'world', 'github-token': '' })).toMatch(/^"scope" must be/);
    expect(complaint({ mode, scope: 'world' })).not.toContain('github-token');
  });
});

describe('verify', () => {
  const ENOUGH = { mode: 'verify', run: 'npm test' };

  test('needs a command, and a number as acquire does', () => {
    expect(complaint(ENOUGH)).toBe('');
    expect(complaint({ ...ENOUGH, run: ' ' })).toMatch(/^"run" must be the command/);
    expect(complaint({ ...ENOUGH, platform: '', country: '' })).toMatch(/"platform".*"country"/);
    expect(complaint({ ...ENOUGH, 'product-id': '42', 'max-price': '5000' })).toContain(
      '"product-id" and "max-price" exclude each other',
    );
  });

  test('may ask the provider to choose only where it can', () => {
    expect(complaint({ ...ENOUGH, policy: 'best-success', 'api-dialect': 'guide' })).toContain(
      '"policy: best-success" needs a server of the openapi dialect',
    );
  });
});

describe('what this version cannot do yet is refused', () => {
  test.each(['report', 'sandbox'])('mode "%s"', (mode) => {
    expect(complaint({ mode })).toMatch(new RegExp(`"mode" is "${mode}".*cannot do yet`));
  });

  test.each([['release', 'records', 'records.ndjson']])(
    'in mode "%s" the input "%s"',
    (mode, name, value) => {
      expect(complaint({ mode, [name]: value })).toContain(`"${name}" is not available yet`);
    },
  );

  test.each([['ledger', 'none']])('but "%s: %s" asks for nothing', (name, value) => {
    expect(complaint({ [name]: value })).toBe('');
  });

  test('and where the mode does not use such an input it is only unused', () => {
    expect(complaint({ mode: 'check', records: 'records.ndjson' })).toBe('');
  });
});

describe('an input that the mode does not use', () => {
  const unused = (texts: Parameters<typeof read>[0]): string[] => read(texts).unused;

  test.each([
    ['acquire', { 'order-id': '7', rent: 'true', attempts: '5' }, ['rent', 'order-id', 'attempts']],
    ['wait', { count: '2', 'max-price': '1' }, ['platform', 'country', 'max-price', 'count']],
    ['release', { timeout: '9' }, ['platform', 'country', 'timeout']],
    ['check', { policy: 'most-stock', 'product-id': '42' }, ['product-id', 'policy']],
  ])('is named, in mode %s', (mode, texts, names) => {
    expect(unused({ mode, ...texts }).toSorted()).toEqual(names.toSorted());
  });

  test('is not named where it has its default, in whatever form', () => {
    const defaults = { timeout: '120', count: '01', 'auto-release': 'TRUE', policy: 'Cheapest' };
    expect(unused({ mode: 'check', ...defaults })).toEqual([]);
  });

  test.each(['acquire', 'wait', 'release', 'check'])(
    'does not mean what serves every call of the API (%s)',
    (mode) => {
      const texts = { 'requests-per-minute': '60', 'parallel-jobs': '4', tolerate: 'network' };
      expect(unused({ mode, ...texts, platform: '', country: '', 'product-id': '42' })).toEqual(
        mode === 'acquire' ? [] : ['product-id'],
      );
    },
  );
});
