import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type FailureKind } from '../../src/domain/failure.ts';
import {
  afterNotRented,
  cameNoSms,
  countriesAfter,
  nextVerifyStep,
  type AttemptFacts,
  type CommandEnd,
  type VerifyLeft,
} from '../../src/domain/verify-plan.ts';

const PASSED: CommandEnd = { by: 'exit', code: 0 };
const FAILED: CommandEnd = { by: 'exit', code: 1 };
const KILLED: CommandEnd = { by: 'signal', signal: 'SIGSEGV' };
const MORE: VerifyLeft = { attempts: 2, countries: 2, givesBack: true };

const NO_SMS: FailureKind[] = ['otp-timeout', 'expired', 'cancelled'];
const OTHERS = FAILURE_KINDS.filter((kind) => !NO_SMS.includes(kind));

function step(facts: Partial<AttemptFacts>, left: VerifyLeft = MORE) {
  return nextVerifyStep({ command: PASSED, asked: true, code: 'came', ...facts }, left);
}

test('exit 0 and a code is success, whoever asked for it', () => {
  expect(step({ asked: true })).toEqual({ do: 'succeed' });
  expect(step({ asked: false })).toEqual({ do: 'succeed' });
});

describe('no SMS is a matter of the number: the next country is tried', () => {
  test.each(NO_SMS)('after exit 0 (%s)', (code) => {
    expect(step({ code, asked: false })).toEqual({ do: 'next' });
  });

  test.each(NO_SMS)('after a failure of a command that had asked (%s)', (code) => {
    expect(step({ command: FAILED, code })).toEqual({ do: 'next' });
    expect(step({ command: KILLED, code })).toEqual({ do: 'next' });
  });

  test.each<[string, Partial<VerifyLeft>]>([
    ['attempts', { attempts: 0 }],
    ['countries', { countries: 0 }],
    ['patience of the abuse guard', { givesBack: false }],
  ])('but not without %s', (_what, lacks) => {
    expect(step({ code: 'expired' }, { ...MORE, ...lacks })).toEqual({
      do: 'end',
      as: 'otp-timeout',
    });
  });
});

describe('a failure of the command is no matter of the number', () => {
  test.each(['came', ...NO_SMS] as const)('if it had not asked (%s)', (code) => {
    expect(step({ command: FAILED, asked: false, code })).toEqual({
      do: 'end',
      as: 'command-failed',
    });
  });

  test('nor if the code had come', () => {
    expect(step({ command: KILLED, code: 'came' })).toEqual({ do: 'end', as: 'command-failed' });
  });
});

test.each(OTHERS)('%s ends it, for another number would not cure it', (code) => {
  expect(step({ code })).toEqual({ do: 'end', as: code });
  expect(step({ command: FAILED, code })).toEqual({ do: 'end', as: code });
});

test('a step that was stopped is "interrupted", whatever its command made of it', () => {
  expect(step({ command: KILLED, asked: false, code: 'interrupted' })).toEqual({
    do: 'end',
    as: 'interrupted',
  });
});

describe('of every attempt there can be', () => {
  const facts = fc.record({
    command: fc.oneof(
      fc.record({ by: fc.constant('exit' as const), code: fc.nat(255) }),
      fc.record({ by: fc.constant('signal' as const), signal: fc.constant('SIGKILL') }),
    ),
    asked: fc.boolean(),
    code: fc.constantFrom('came' as const, ...FAILURE_KINDS),
  });
  const left = fc.record({
    attempts: fc.nat(3),
    countries: fc.nat(3),
    givesBack: fc.boolean(),
  });
  const isGreen = ({ command }: AttemptFacts): boolean =>
    command.by === 'exit' && command.code === 0;

  test('success is exit 0 and a code, and nothing else', () => {
    fc.assert(
      fc.property(facts, left, (given, rest) => {
        const succeeds = nextVerifyStep(given, rest).do === 'succeed';
        expect(succeeds).toBe(isGreen(given) && given.code === 'came');
      }),
    );
  });

  test('another number is bought only if no SMS came, something is left, and it was asked or green', () => {
    fc.assert(
      fc.property(facts, left, (given, rest) => {
        const goesOn = nextVerifyStep(given, rest).do === 'next';
        const mayHelp = cameNoSms(given.code) && (isGreen(given) || given.asked);
        expect(goesOn).toBe(mayHelp && rest.attempts > 0 && rest.countries > 0 && rest.givesBack);
      }),
    );
  });

  test('a step that ends badly has a kind, and never that of a number that was tried in vain', () => {
    fc.assert(
      fc.property(facts, left, (given, rest) => {
        const next = nextVerifyStep(given, rest);
        const kind = next.do === 'end' ? next.as : 'otp-timeout';
        expect(FAILURE_KINDS).toContain(kind);
        expect(['expired', 'cancelled']).not.toContain(kind);
      }),
    );
  });
});

describe('when no number can be rented', () => {
  test.each(FAILURE_KINDS)('the first time it is what it is (%s)', (kind) => {
    expect(afterNotRented(kind, 0)).toBe(kind);
  });

  test.each(['no-stock', 'price-too-high'] as const)(
    'after others in vain, %s says that the countries are used up',
    (kind) => {
      expect(afterNotRented(kind, 1)).toBe('otp-timeout');
    },
  );

  test.each(['banned', 'low-balance', 'provider-outage', 'leaked', 'interrupted'] as const)(
    'after others in vain, %s still needs somebody',
    (kind) => {
      expect(afterNotRented(kind, 2)).toBe(kind);
    },
  );
});

describe('the countries that are left', () => {
  const indonesia = { country: 'indonesia', countryCode: 'ID' };

  test('are those after the one that was rented in', () => {
    expect(countriesAfter(1, ['brazil', 'indonesia', 'germany'], indonesia)).toEqual(['germany']);
  });

  test('lack the one that was rented in under another name', () => {
    expect(countriesAfter(0, ['indonesia', 'id', 'Indonesia', 'germany'], indonesia)).toEqual([
      'germany',
    ]);
  });

  test('keep all others where the dialect knows no codes', () => {
    const south = { country: 'south-africa', countryCode: '' };
    expect(countriesAfter(0, ['ZA', 'South Africa', 'ID'], south)).toEqual(['ID']);
  });

  test('get fewer with each number', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), (listed, any) => {
        const place = any % listed.length;
        const after = countriesAfter(place, listed, {
          country: listed[place] ?? '',
          countryCode: '',
        });
        expect(after.length).toBeLessThan(listed.length);
        expect(listed.slice(place + 1)).toEqual(expect.arrayContaining(after));
      }),
    );
  });
});
