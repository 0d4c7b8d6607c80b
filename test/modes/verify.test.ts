import { describe, expect, test } from 'vitest';
import { verify, type Verified } from '../../src/modes/verify.ts';
import type { RentWish } from '../../src/modes/rent-session.ts';
import { exit, needsCode, verifying, type Act } from '../support/fake-command.ts';
import { world, type World } from '../support/fake-ports.ts';
import { bought, done, failure, no, refused, type Script } from '../support/fake-provider.ts';
import { closed, offer, order, withCode } from '../support/samples.ts';
import { START } from '../support/fake-clock.ts';
import { catalogWish, productWish, WAIT } from '../support/wishes.ts';

const THREE = ['indonesia', 'germany', 'brazil'];

/** Orders 7, 8 and 9, one in each country. */
const OFFERS = {
  indonesia: [offer('42')],
  germany: [offer('52', { country: 'germany', countryCode: 'DE' })],
  brazil: [offer('62', { country: 'brazil', countryCode: 'BR' })],
};

function scripted(more: Script = {}): World {
  return world('openapi', {
    offers: OFFERS,
    purchase: [bought(order('7')), bought(order('8')), bought(order('9'))],
    order: { 7: [order('7')], 8: [order('8')], 9: [order('9')] },
    cancel: [done],
    ...more,
  });
}

function run(
  it: World,
  acts: Act[],
  {
    rent = catalogWish(THREE),
    attempts = 3,
    timeoutMs = WAIT.timeoutMs,
  }: { rent?: RentWish; attempts?: number; timeoutMs?: number } = {},
): Promise<Verified> {
  return verify({ rent, wait: { ...WAIT, timeoutMs }, attempts }, verifying(it, ...acts));
}

const tried = ({ tried: all }: Verified): string[] => all.map(({ lease }) => lease.country);

describe('a command that passes', () => {
  test('with the code that it asked for succeeds, with one number', async () => {
    const it = scripted({ order: { 7: [order('7'), withCode('7', '042917')] } });
    const verified = await run(it, [needsCode]);
    expect(verified.failure).toBeNull();
    expect(verified.tried).toMatchObject([{ asked: true, waited: { code: '042917' } }]);
  });

  test('without having asked succeeds once the code is there', async () => {
    const it = scripted({ order: { 7: [order('7'), order('7'), withCode('7', '042917')] } });
    const verified = await run(it, [() => exit(0)]);
    expect(verified.failure).toBeNull();
    expect(it.clock.elapsed()).toBe(10_000);
    expect(it.reporter.infos.join('\n')).toContain('waiting 5 s of 120 s');
  });

  test('has "timeout" for the code from its exit on', async () => {
    const it = scripted();
    const slow: Act = async () => {
      await it.clock.sleep(100_000);
      return exit(0);
    };
    await run(it, [slow], { attempts: 1 });
    expect(it.clock.elapsed()).toBe(220_000);
  });

  test('needs no further request where it had its code', async () => {
    const it = scripted({ order: { 7: [withCode('7', '042917')] } });
    const thorough: Act = async ({ ask }) => {
      await ask();
      await it.clock.sleep(60_000);
      return exit(0);
    };
    await run(it, [thorough]);
    expect(it.calls().filter((call) => call.startsWith('order '))).toHaveLength(1);
  });
});

test('the provider is not read while the command runs and does not ask', async () => {
  const it = scripted();
  const idle: Act = async () => {
    await it.clock.sleep(600_000);
    expect(it.calls().filter((call) => call.startsWith('order '))).toEqual([]);
    return exit(3);
  };
  await run(it, [idle]);
});

test('a code is told of before the command has it', async () => {
  const it = scripted({ order: { 7: [withCode('7', '042917')] } });
  await run(it, [
    async ({ ask }) => {
      await ask();
      it.log.push('the command has it');
      return exit(0);
    },
  ]);
  const [masked, has] = [it.log.indexOf('masked 042917'), it.log.indexOf('the command has it')];
  expect(masked).toBeGreaterThan(0);
  expect(has).toBeGreaterThan(masked);
});

describe('without an SMS the next country is tried', () => {
  test('each once, in the listed order, and none twice', async () => {
    const it = scripted();
    const verified = await run(it, [needsCode], { attempts: 9 });
    expect(tried(verified)).toEqual(THREE);
    expect(verified.failure?.kind).toBe('otp-timeout');
    for (const name of [...THREE, 'order 7', 'order 8', 'order 9']) {
      expect(verified.failure?.message).toContain(name);
    }
  });

  test('until the code comes', async () => {
    const it = scripted({ order: { 7: [order('7')], 8: [withCode('8', '042917')] } });
    const verified = await run(it, [needsCode]);
    expect([tried(verified), verified.failure]).toEqual([['indonesia', 'germany'], null]);
  });

  test('as often as "attempts" says', async () => {
    expect(tried(await run(scripted(), [needsCode], { attempts: 2 }))).toHaveLength(2);
  });

  test('not with a product: there is no other country', async () => {
    const verified = await run(scripted(), [needsCode], { rent: productWish('42') });
    expect(verified.tried).toHaveLength(1);
    expect(verified.failure?.kind).toBe('otp-timeout');
  });

  test('after the one before is cleared away and given back: its refund may pay for this one', async () => {
    const it = scripted();
    await run(it, [needsCode], { attempts: 2 });
    const place = (entry: string): number => it.log.findIndex((line) => line.startsWith(entry));
    expect(place('cleared 7')).toBeLessThan(place('closed 7'));
    expect(place('closed 7')).toBeLessThan(place('cancel 7'));
    expect(place('cancel 7')).toBeLessThan(place('purchase {"product_id":"52"}'));
  });

  test.each(['expired', 'cancelled'] as const)(
    'an order that is %s counts as none',
    async (how) => {
      const it = scripted({ order: { 7: [order('7', closed(how))], 8: [withCode('8', '1234')] } });
      expect(tried(await run(it, [needsCode]))).toEqual(['indonesia', 'germany']);
      expect(it.calls()).not.toContain('cancel 7');
    },
  );

  test('a country without stock is passed over, and is used up as well', async () => {
    const it = scripted({ offers: { ...OFFERS, indonesia: [offer('42', { available: 0 })] } });
    expect(tried(await run(it, [needsCode], { attempts: 9 }))).toEqual(['germany', 'brazil']);
  });

  test('a country behind one without stock is tried once, by whatever name', async () => {
    const none = [offer('42', { available: 0 })];
    const it = scripted({ offers: { ...OFFERS, indonesia: none, Deutschland: OFFERS.germany } });
    const rent = catalogWish(['indonesia', 'Deutschland', 'brazil']);
    expect(tried(await run(it, [needsCode], { rent }))).toEqual(['germany', 'brazil']);
  });

  test('what is listed twice under two names is tried once', async () => {
    const it = scripted({ offers: { ...OFFERS, ID: OFFERS.indonesia } });
    const rent = catalogWish(['ID', 'indonesia', 'brazil']);
    expect(tried(await run(it, [needsCode], { rent }))).toEqual(['indonesia', 'brazil']);
  });
});

describe('a number whose cancel window is closed', () => {
  const shut = { finish: null, cancel: false, cancelAvailableAt: START + 300_000 };
  const late = order('7', { permissions: shut });

  test('is left to post, without a request, and the next country starts at once', async () => {
    const it = scripted({ order: { 7: [late], 8: [withCode('8', '042917')] } });
    const verified = await run(it, [needsCode]);
    expect(verified.failure).toBeNull();
    expect(verified.tried.map(({ released }) => released)).toEqual([null, null]);
    expect(it.calls()).not.toContain('cancel 7');
    expect(it.clock.elapsed()).toBe(120_000);
  });
});

describe('no second number is rented', () => {
  test.each<[string, Act, string]>([
    ['when the command fails without having asked', () => exit(3), 'exit code 3'],
    ['when a signal kills it', () => ({ by: 'signal', signal: 'SIGSEGV' }), 'killed by SIGSEGV'],
    ['when a program is missing', () => exit(127), 'a program that it cannot find'],
    ['when a signal killed what it ran', () => exit(137), 'exit code 137 (128 + signal 9)'],
  ])('%s', async (_, act, words) => {
    const verified = await run(scripted(), [act]);
    expect(verified.failure).toMatchObject({ kind: 'command-failed' });
    expect(verified.failure?.message).toContain(words);
    expect(verified.failure?.message).toContain('no SMS came, and it had not asked');
    expect(verified.tried).toHaveLength(1);
  });

  test('when the command fails although the code came, which the message says', async () => {
    const it = scripted({ order: { 7: [withCode('7', '042917')] } });
    const verified = await run(it, [
      async ({ ask }) => {
        await ask();
        return exit(1);
      },
    ]);
    expect(verified.failure?.kind).toBe('command-failed');
    expect(verified.failure?.message).toContain('the code came');
    expect(verified.failure?.message).not.toContain('not asked');
  });

  test('when the SMS came after the command had given up', async () => {
    const it = scripted({ order: { 7: [order('7'), order('7'), withCode('7', '042917')] } });
    const impatient: Act = async ({ ask }) => {
      await ask(1_000);
      await it.clock.sleep(4_000);
      return exit(1);
    };
    const verified = await run(it, [impatient]);
    expect(verified.failure?.kind).toBe('command-failed');
    expect(verified.tried).toHaveLength(1);
  });

  test('when the command cannot be started, and what it was is said', async () => {
    const it = scripted();
    const verified = await run(it, [() => failure('command-failed', 'no such shell')]);
    expect(verified.failure).toMatchObject({ kind: 'command-failed', message: 'no such shell' });
    expect(it.log.slice(-2)).toEqual(['cleared 7', 'closed 7']);
  });

  test.each([0, 1])('when an SMS has no code (exit code %i)', async (code) => {
    const it = scripted({ order: { 7: [withCode('7', null)] } });
    const verified = await run(it, [
      async ({ ask }) => {
        await ask();
        return exit(code);
      },
    ]);
    expect(verified.failure?.kind).toBe('sms-without-code');
    expect(verified.tried).toHaveLength(1);
  });

  test('when the provider cannot be asked', async () => {
    const it = scripted({ order: { 7: [failure('provider-outage')] } });
    const verified = await run(it, [needsCode]);
    expect(verified.failure?.kind).toBe('provider-outage');
    expect(verified.tried).toHaveLength(1);
  });

  test('when the provider bans', async () => {
    const it = scripted({ purchase: [bought(order('7')), no('banned')] });
    const verified = await run(it, [needsCode]);
    expect([verified.failure?.kind, tried(verified)]).toEqual(['banned', ['indonesia']]);
  });

  test.each(['rate-limited', 'banned'] as const)(
    'when it does not let the first be given back (%s), for its abuse guard is near',
    async (kind) => {
      const it = scripted({ cancel: [refused(kind, START + 86_400_000)] });
      const verified = await run(it, [needsCode]);
      expect(verified.failure?.kind).toBe('otp-timeout');
      expect(verified.failure?.message).toContain('refuses to cancel');
      expect(verified.tried).toHaveLength(1);
    },
  );
});

describe('when no number can be rented', () => {
  test('at all, it is what it is, and nothing runs', async () => {
    const it = scripted({ offers: { indonesia: [], germany: [], brazil: [] } });
    const verified = await run(it, [needsCode]);
    expect([verified.failure?.kind, verified.tried]).toEqual(['no-stock', []]);
    expect(it.log.join()).not.toContain('run ');
  });

  test('after one in vain, the time-out names both', async () => {
    const it = scripted({ offers: { ...OFFERS, germany: [], brazil: [] } });
    const verified = await run(it, [needsCode]);
    expect(verified.failure?.kind).toBe('otp-timeout');
    expect(verified.failure?.message).toMatch(/order 7 in indonesia.*"germany", "brazil"/s);
  });

  test('because it cost more than it may, it is given back at once', async () => {
    const it = scripted({ purchase: [bought(order('7', { amount: 9_000 }))] });
    const rent = catalogWish(THREE, { maxPrice: 6_000 });
    const verified = await run(it, [needsCode], { rent });
    expect(verified.failure?.kind).toBe('price-too-high');
    expect(verified.unused).toMatchObject([{ lease: { orderId: '7' }, how: 'cancelled' }]);
  });
});

test('a step that is stopped while the command runs is "interrupted", and buys no more', async () => {
  const it = scripted();
  const verified = await run(it, [
    ({ ask }) => {
      void ask();
      it.stopNow();
      return { by: 'signal', signal: 'SIGINT' };
    },
  ]);
  expect(verified.failure?.kind).toBe('interrupted');
  expect(verified.failure?.message).toMatch(/Its command was ended; the post step gives/);
  expect(it.calls().filter((call) => call.startsWith('purchase'))).toHaveLength(1);
  expect(it.calls()).not.toContain('cancel 7');
  expect(it.log.slice(-2)).toEqual(['cleared 7', 'closed 7']);
});

test('a step that is stopped is "interrupted" although the command had its code and passed', async () => {
  const it = scripted({ order: { 7: [withCode('7', '042917')] } });
  const verified = await run(it, [
    async ({ ask }) => {
      await ask();
      it.stopNow();
      return exit(0);
    },
  ]);
  expect(verified.failure?.kind).toBe('interrupted');
});

describe('an SMS that comes while the number is being given back', () => {
  const lateSms = (read: ReturnType<typeof order>): World =>
    scripted({ order: { 7: [order('7'), read] }, finish: [done] });

  test('is paid, and its code counts: no other number is bought', async () => {
    const it = lateSms(withCode('7', '042917'));
    const verified = await run(it, [() => exit(0)], { attempts: 2, timeoutMs: 0 });
    expect(verified.failure).toBeNull();
    expect(it.calls().filter((call) => call.startsWith('purchase'))).toHaveLength(1);
    expect(it.log).toContain('masked 042917');
  });

  test('ends it by its own kind where it has no usable code', async () => {
    const it = lateSms(withCode('7', null));
    const verified = await run(it, [() => exit(0)], { attempts: 2, timeoutMs: 0 });
    expect(verified.failure?.kind).toBe('sms-without-code');
    expect(it.calls().filter((call) => call.startsWith('purchase'))).toHaveLength(1);
  });
});

test('the log has one line before each attempt and one after', async () => {
  const it = scripted({ order: { 7: [order('7')], 8: [withCode('8', '042917')] } });
  await run(it, [needsCode]);
  expect(it.reporter.infos.filter((line) => line.startsWith('Attempt'))).toEqual([
    'Attempt 1 of at most 3: running the command with +628123456789 in indonesia, order 7.',
    'Attempt 1: exit code 1 and no SMS came after 120 s, order 7. Another country is tried.',
    'Attempt 2 of at most 3: running the command with +628123456789 in germany, order 8.',
    'Attempt 2: exit code 0 and the code came after 0 s, order 8.',
  ]);
});

test.each([
  ['countries', catalogWish(['indonesia', 'germany']), 5, 2],
  ['attempts', catalogWish(THREE), 2, 2],
  ['products', productWish('42'), 5, 1],
])('the log promises no more attempts than there are %s', async (_, rent, attempts, most) => {
  const it = scripted({ order: { 7: [withCode('7', '042917')] } });
  await run(it, [needsCode], { rent, attempts });
  expect(it.reporter.infos.join('\n')).toContain(`Attempt 1 of at most ${String(most)}:`);
});
