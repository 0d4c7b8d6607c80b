import type { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Released } from '../../modes/give-back.ts';
import type { Waited } from '../../modes/wait.ts';
import { code, markup, table, word, type Markdown } from './markdown.ts';

/** Tables for the job summary. No code and no message of an SMS ever stands in one. */
export function leaseTable(leases: readonly Lease[], hidePhone: boolean): Markdown {
  return table(
    ['Order', 'Number', 'Country', 'Platform', 'Price', 'Expires'],
    leases.map((lease) => [
      code(lease.orderId),
      hidePhone ? word('hidden') : code(lease.phoneNumber),
      code(lease.country || lease.countryCode),
      code(lease.platform),
      money(lease.price),
      time(lease.expiresAt),
    ]),
  );
}

export function waitTable(waited: readonly Waited[], seconds: number): Markdown {
  return table(
    ['Order', 'Status', 'Result'],
    waited.map(({ lease, failure }) => [
      code(lease.orderId),
      word(lease.status),
      failure === null ? markup`✅ code received after ${seconds} s` : bad(failure),
    ]),
  );
}

export function releaseTable(released: readonly Released[]): Markdown {
  return table(
    ['Order', 'Price', 'How it ended'],
    released.map((entry) => [
      code(entry.lease.orderId),
      money(entry.lease.price),
      entry.how === null ? bad(entry.failure) : ENDED[entry.how],
    ]),
  );
}

export const ENDED = {
  cancelled: markup`✅ cancelled, refunded`,
  finished: markup`✅ finished, its SMS is paid`,
  'already-closed': markup`✅ was already closed`,
  paid: markup`✅ its SMS is paid`,
} as const;

export function offerTable(offers: readonly Offer[]): Markdown {
  return table(
    ['Product', 'Country', 'Platform', 'Price', 'In stock'],
    offers
      .slice(0, 20)
      .map((offer) => [
        code(offer.productId),
        code(offer.country),
        code(offer.platform),
        money(offer.price),
        offer.available,
      ]),
  );
}

export function failureLine(failure: Failure): Markdown {
  return markup`❌ **${word(failure.kind)}**: ${code(failure.describe())}`;
}

export function requestLine(requests: number, live: boolean): Markdown {
  const where = live
    ? markup``
    : markup` · ran on a local sandbox: nothing real was rented or tested`;
  const noun = requests === 1 ? markup`request` : markup`requests`;
  return markup`_${requests} ${noun} to the provider${where}_`;
}

export function bad(failure: Failure): Markdown {
  return markup`❌ ${word(failure.kind)}`;
}

function money(amount: number | null): Markdown {
  return amount === null ? markup`unknown` : markup`${amount} IDR`;
}

function time(at: number | null): Markdown {
  return at === null
    ? markup`unknown`
    : word(`${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`);
}
