import type { Lease } from '../../domain/lease.ts';
import type { Waited } from '../../modes/wait.ts';
import { countryOf, type PhoneBook } from './phone-number.ts';
import { mask } from './reporter.ts';

export type Outputs = Record<string, string>;

/** Fills what the catalog did not tell from the number itself, where the dialect knows countries. */
export function completeLease(lease: Lease, phoneBook: PhoneBook, knowsCountries: boolean): Lease {
  const countryCode =
    lease.countryCode === '' ? phoneBook(lease.phoneNumber).countryCode : lease.countryCode;
  const country = lease.country === '' && knowsCountries ? countryOf(countryCode) : lease.country;
  return { ...lease, country, countryCode };
}

/** Outputs of what was rented; the single values are of the first number. */
export function leaseOutputs(
  leases: readonly Lease[],
  phoneBook: PhoneBook,
  urls: ReadonlyMap<string, string> = new Map(),
): Outputs {
  const [first] = leases;
  const orders = {
    orders: JSON.stringify(leases.map((lease) => orderJson(lease, null, urls.get(lease.orderId)))),
  };
  if (first === undefined) return orders;
  const facts = phoneBook(first.phoneNumber);
  return {
    ...orders,
    'order-id': first.orderId,
    'phone-number': first.phoneNumber,
    country: first.country,
    'country-code': first.countryCode,
    'calling-code': facts.callingCode,
    'national-number': facts.nationalNumber,
    price: first.price === null ? '' : String(first.price),
    currency: first.currency,
    'expires-at': isoTime(first.expiresAt) ?? '',
    status: first.status,
    ...(urls.size === 0 ? {} : { 'otp-url': urls.get(first.orderId) ?? '' }),
  };
}

export function waitOutputs(waited: readonly Waited[]): Outputs {
  const [first] = waited;
  return {
    orders: JSON.stringify(waited.map(({ lease, code }) => orderJson(lease, code))),
    ...(first === undefined
      ? {}
      : {
          'otp-code': first.code ?? '',
          'otp-message': first.sms?.message ?? '',
          revision: String(first.sms?.revision ?? ''),
          status: first.lease.status,
        }),
  };
}

export function orderJson(
  lease: Lease,
  code: string | null = null,
  url: string | null = null,
): Record<string, unknown> {
  return {
    order_id: lease.orderId,
    phone_number: lease.phoneNumber,
    country: lease.country,
    platform: lease.platform,
    price: lease.price,
    currency: lease.currency,
    status: lease.status,
    expires_at: isoTime(lease.expiresAt),
    ...(url === null ? {} : { otp_url: url }),
    ...(code === null ? {} : { otp_code: code }),
  };
}

/** RFC 3339 in UTC, without empty milliseconds. */
function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString().replace('.000Z', 'Z');
}

/**
 * Masks a code and its message in the log. A code that also stands in an order id or a number is
 * not masked: the mask would swallow those too, and drop them from the job's outputs. For the same
 * reason no line of a message is, that stands in what is put out: whoever knows the number can send.
 *
 * @param others leases that are put out as well
 */
export function maskCodes(
  waited: readonly Pick<Waited, 'lease' | 'code' | 'sms'>[],
  others: readonly Lease[] = [],
): void {
  const leases = [...waited.map(({ lease }) => lease), ...others];
  const ids = leases.flatMap((lease) => [lease.orderId, lease.phoneNumber]);
  const orders = leases.map((lease) => JSON.stringify(orderJson(lease)));
  for (const { code, sms } of waited) {
    const lines = linesOf(code ?? '');
    maskLines(lines, lines.length === 1 ? 1 : SHORTEST_LINE, ids);
    maskLines(linesOf(sms?.message ?? ''), SHORTEST_LINE, [...orders, ...ENDS_OF_A_STEP]);
  }
}

/** A shorter line holds no secret, and its mask would black out half of the log. */
const SHORTEST_LINE = 4;

/** Values of the output `result`. */
const ENDS_OF_A_STEP = ['success', 'failure', 'inconclusive'];

/** The runner masks each line of a value by itself, without white space around it. */
function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/).map((line) => line.trim());
}

function maskLines(lines: readonly string[], shortest: number, visible: readonly string[]): void {
  for (const line of lines) {
    if (line.length >= shortest && !visible.some((value) => value.includes(line))) mask(line);
  }
}

/** Masks a number in every form in which it is put out. */
export function maskPhone(lease: Lease, phoneBook: PhoneBook): void {
  const { nationalNumber } = phoneBook(lease.phoneNumber);
  for (const form of [lease.phoneNumber, lease.phoneNumber.replace('+', ''), nationalNumber]) {
    mask(form);
  }
}
