import type { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Released } from '../../modes/give-back.ts';
import type { Waited } from '../../modes/wait.ts';

/** Tables for the job summary. No code and no message of an SMS ever stands in one. */
export function leaseTable(leases: readonly Lease[], hidePhone: boolean): string {
  return table(
    ['Order', 'Number', 'Country', 'Platform', 'Price', 'Expires'],
    leases.map((lease) => [
      code(lease.orderId),
      hidePhone ? 'hidden' : lease.phoneNumber,
      escape(lease.country || lease.countryCode),
      escape(lease.platform),
      money(lease.price),
      time(lease.expiresAt),
    ]),
  );
}

export function waitTable(waited: readonly Waited[], seconds: number): string {
  return table(
    ['Order', 'Status', 'Result'],
    waited.map(({ lease, failure }) => [
      code(lease.orderId),
      lease.status,
      failure === null ? `✅ code received after ${String(seconds)} s` : bad(failure),
    ]),
  );
}

export function releaseTable(released: readonly Released[]): string {
  return table(
    ['Order', 'Price', 'How it ended'],
    released.map((entry) => [
      code(entry.lease.orderId),
      money(entry.lease.price),
      entry.how === null ? bad(entry.failure) : ENDED[entry.how],
    ]),
  );
}

const ENDED = {
  cancelled: '✅ cancelled, refunded',
  finished: '✅ finished, its SMS is paid',
  'already-closed': '✅ was already closed',
  paid: '✅ its SMS is paid',
} as const;

export function offerTable(offers: readonly Offer[]): string {
  return table(
    ['Product', 'Country', 'Platform', 'Price', 'In stock'],
    offers
      .slice(0, 20)
      .map((offer) => [
        code(offer.productId),
        escape(offer.country),
        escape(offer.platform),
        money(offer.price),
        String(offer.available),
      ]),
  );
}

export function failureLine(failure: Failure): string {
  return `❌ **${failure.kind}**: ${escape(failure.describe())}`;
}

export function requestLine(requests: number, live: boolean): string {
  const where = live ? '' : ' · ran on a local sandbox: nothing real was rented or tested';
  return `_${String(requests)} request${requests === 1 ? '' : 's'} to the provider${where}_`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function bad(failure: Failure): string {
  return `❌ ${failure.kind}`;
}

function code(text: string): string {
  return `\`${text.replace(/[`|\s]/g, '')}\``;
}

function money(amount: number | null): string {
  return amount === null ? 'unknown' : `${String(amount)} IDR`;
}

function time(at: number | null): string {
  return at === null
    ? 'unknown'
    : new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
}

/** Keeps a provider's text from turning into markup or breaking a table. */
function escape(text: string): string {
  return text.replace(/[<>|]/g, (sign) => `&#${String(sign.charCodeAt(0))};`).replaceAll('\n', ' ');
}
