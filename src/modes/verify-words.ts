import { Failure, type FailureKind } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import {
  afterNotRented,
  cameNoSms,
  type CommandEnd,
  type VerifyStep,
} from '../domain/verify-plan.ts';
import type { Ports } from './ports.ts';
import type { Tried } from './verify-attempt.ts';

type Told = Pick<Ports, 'reporter'>;

export function sayBefore(lease: Lease, number: number, most: number, { reporter }: Told): void {
  reporter.info(
    `Attempt ${String(number)} of at most ${String(most)}: running the command with ${lease.phoneNumber}${inCountry(lease)}, order ${lease.orderId}.`,
  );
}

export function sayAfter(tried: Tried, step: VerifyStep, number: number, { reporter }: Told): void {
  const next = step.do === 'next' ? ' Another country is tried.' : '';
  reporter.info(
    `Attempt ${String(number)}: ${commandWords(tried.command)} and ${codeWords(tried)} after ${String(tried.seconds)} s, order ${tried.lease.orderId}.${next}`,
  );
}

/** How a command ended, as in `exit code 1`. */
export function commandWords(command: CommandEnd | null): string {
  if (command === null) return 'not started';
  if (command.by === 'signal') return `killed by ${command.signal}`;
  const { code } = command;
  // A shell says so of the signal that ended its last command; see bash(1), "EXIT STATUS".
  const signal = code > 128 && code <= 192 ? ` (128 + signal ${String(code - 128)})` : '';
  return `exit code ${String(code)}${signal}`;
}

function codeWords({ waited: { failure } }: Pick<Tried, 'waited'>): string {
  if (failure === null) return 'the code came';
  if (failure.kind === 'expired') return 'no SMS came before the order expired';
  if (failure.kind === 'cancelled') return 'no SMS came before the order was cancelled';
  if (cameNoSms(failure.kind)) return 'no SMS came';
  return failure.kind === 'sms-without-code' || failure.kind === 'wrong-domain'
    ? 'an SMS came without a usable code'
    : 'no code could be read';
}

/** What names the step when no (other) number could be rented. */
export function notRented(failure: Failure | null, tried: readonly Tried[]): Failure {
  if (failure === null)
    return new Failure('protocol', 'No number was rented, and nothing says why.');
  const kind = afterNotRented(failure.kind, tried.length);
  return kind === failure.kind ? failure : usedUp(tried, failure);
}

/** Of these the wait knows only half: what became of the command, and of the other numbers. */
const OWN_WORDS: readonly FailureKind[] = ['otp-timeout', 'interrupted'];

/** What names the step after the last attempt. */
export function ending(as: FailureKind, tried: readonly Tried[]): Failure {
  const last = tried.at(-1);
  const why = last?.waited.failure ?? null;
  if (why !== null && why.kind === as && !OWN_WORDS.includes(as)) return why;
  if (as === 'otp-timeout') return usedUp(tried, null);
  if (as === 'command-failed') return commandFailed(last);
  const words = 'The step was stopped. Its command was ended; the post step gives the number back.';
  return new Failure(as, words);
}

/** @param noMore why no further number could be rented */
function usedUp(tried: readonly Tried[], noMore: Failure | null): Failure {
  const each = tried.map(
    (one) =>
      `order ${one.lease.orderId}${inCountry(one.lease)} (${commandWords(one.command)}, ${codeWords(one)} after ${String(one.seconds)} s)`,
  );
  const numbers = tried.length === 1 ? 'the number' : `any of the ${String(tried.length)} numbers`;
  const rest = noMore === null ? '' : ` No other number could be rented: ${noMore.fact()}.`;
  const warned = tried.at(-1)?.released;
  const guard =
    warned?.how === null && (warned.refusedAs === 'banned' || warned.refusedAs === 'rate-limited')
      ? ` No other number was rented, for the provider refuses to cancel this one: ${warned.failure.fact()}.`
      : '';
  return new Failure(
    'otp-timeout',
    `No SMS came to ${numbers}: ${each.join('; ')}.${rest}${guard} Check that your app sends one to PHONE_NUMBER; if it does, raise "timeout", or list more countries in "country" and raise "attempts".`,
  );
}

function commandFailed(last: Tried | undefined): Failure {
  if (last === undefined) return new Failure('command-failed', 'The command did not run.');
  const { lease, command, asked } = last;
  const missing =
    command?.by === 'exit' && command.code === 127
      ? ' 127 is what a shell says of a program that it cannot find.'
      : '';
  return new Failure(
    'command-failed',
    `The command of "run" failed (${commandWords(command)}) with order ${lease.orderId}${inCountry(lease)}; by then ${codeWords(last)}${asked ? '' : ', and it had not asked for it at OTP_URL'}.${missing} See its output in the log above. No other number was rented, for that would not cure it.`,
    { orderId: lease.orderId },
  );
}

function inCountry({ country, countryCode }: Lease): string {
  const name = country || countryCode;
  return name === '' ? '' : ` in ${name}`;
}
