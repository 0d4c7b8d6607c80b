import type { FailureKind } from './failure.ts';
import type { Lease } from './lease.ts';

/** How a command ended. */
export type CommandEnd = { by: 'exit'; code: number } | { by: 'signal'; signal: string };

/** What is known of one number when its command has ended and nothing is waited for any more. */
export interface AttemptFacts {
  command: CommandEnd;
  /** Whether the command asked for the code at OTP_URL. */
  asked: boolean;
  /** Whether the code came, or why none did. */
  code: 'came' | FailureKind;
}

export type VerifyStep =
  | { do: 'succeed' }
  | { do: 'next' }
  /** `otp-timeout`: no number that may be tried is left. */
  | { do: 'end'; as: FailureKind };

/** What may still be tried after an attempt. */
export interface VerifyLeft {
  attempts: number;
  /** Listed countries that were not tried yet; none with `product-id`. */
  countries: number;
  /** Whether the provider lets numbers be given back; where it does not, its abuse guard is near. */
  givesBack: boolean;
}

export function passed(command: CommandEnd): boolean {
  return command.by === 'exit' && command.code === 0;
}

/** Endings of a wait in which no SMS came and nothing was paid. */
const NO_SMS: readonly FailureKind[] = ['otp-timeout', 'expired', 'cancelled'];

export function cameNoSms(code: AttemptFacts['code']): boolean {
  return code !== 'came' && NO_SMS.includes(code);
}

/**
 * What follows from one attempt. Another number is bought only where it can cure what went wrong:
 * when no SMS came. A command that failed without having asked for the code failed for a reason of
 * its own.
 */
export function nextVerifyStep(facts: AttemptFacts, left: VerifyLeft): VerifyStep {
  const { command, asked, code } = facts;
  if (code === 'interrupted') return { do: 'end', as: code };
  if (!passed(command) && (!asked || code === 'came')) return { do: 'end', as: 'command-failed' };
  if (code === 'came') return { do: 'succeed' };
  if (!cameNoSms(code)) return { do: 'end', as: code };
  const mayGoOn = left.attempts > 0 && left.countries > 0 && left.givesBack;
  return mayGoOn ? { do: 'next' } : { do: 'end', as: 'otp-timeout' };
}

/** Failures to rent that only say that the listed countries are used up. */
const NONE_LEFT: readonly FailureKind[] = ['no-stock', 'price-too-high'];

/**
 * What names the step when no number could be rented.
 *
 * @param attempts how many numbers got no SMS before
 */
export function afterNotRented(failure: FailureKind, attempts: number): FailureKind {
  return attempts > 0 && NONE_LEFT.includes(failure) ? 'otp-timeout' : failure;
}

/**
 * The listed countries that come after the one of a number. A country that is listed under two names
 * is tried once.
 */
export function countriesAfter(
  place: number,
  listed: readonly string[],
  { country, countryCode }: Pick<Lease, 'country' | 'countryCode'>,
): string[] {
  const same = [country, countryCode].filter((name) => name !== '').map(plain);
  return listed.slice(place + 1).filter((name) => !same.includes(plain(name)));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
