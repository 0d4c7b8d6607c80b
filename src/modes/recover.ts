import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { CallLimits, PurchaseReply } from '../domain/provider.ts';
import { recheckAfter } from '../domain/release-plan.ts';
import type { Ports } from './ports.ts';

/** A server may commit a purchase so long after the connection broke; a replay waits for it. */
export const LATE_COMMIT_MS = 30_000;

/** How long a key lives is not documented; beyond this nothing is assumed of it. */
export const KEY_LIFETIME_MS = 5 * 60 * 1_000;

/**
 * Sends the purchase again with the same key and body, which the contract calls "applied at most
 * once": at once after a cut, otherwise when a late commit can no longer cross it.
 *
 * @param mostReplays how many in a row may end without an answer
 */
export async function replayPurchase(
  intent: Intent,
  lost: Lost,
  mostReplays: number,
  limits: CallLimits,
  ports: Ports,
): Promise<PurchaseReply> {
  const { provider, clock } = ports;
  let last = lost;
  for (let replay = 0; replay < mostReplays; replay += 1) {
    const now = clock.now();
    const lateCommit = last.how === 'cut' ? 0 : intent.at + LATE_COMMIT_MS - now;
    const pause = Math.max(lateCommit, replay === 0 ? 0 : recheckAfter(replay));
    const at = now + pause;
    if (at > limits.deadline || at - intent.at > KEY_LIFETIME_MS) return last;
    await clock.sleep(pause, ports.stop);
    if (ports.stop.aborted) return last;
    const reply = await provider.purchase(
      { path: intent.path, body: intent.body, idempotencyKey: intent.key },
      limits,
    );
    if (reply.outcome === 'refused' && !judgesPurchase(reply.failure)) {
      last = { outcome: 'lost', failure: reply.failure, how: 'unclear' };
      if (!mayPass(reply.failure)) return last;
    } else if (reply.outcome === 'lost') {
      last = reply;
    } else {
      return reply;
    }
  }
  return last;
}

type Lost = Extract<PurchaseReply, { outcome: 'lost' }>;

/** A refused replay proves that the first try bought nothing only if it judges the purchase. */
function judgesPurchase({ kind }: Failure): boolean {
  return ['low-balance', 'no-stock', 'price-too-high', 'invalid-input', 'banned'].includes(kind);
}

function mayPass({ kind }: Failure): boolean {
  return ['network', 'provider-outage', 'rate-limited'].includes(kind);
}

/**
 * Whether a purchase without an answer was made, where only the balance can tell: `network` if the
 * balance stands where it stood, `leaked` if it fell or cannot be compared.
 *
 * @param refunded whole IDR that came back since the purchase was sent; null where it is not known
 */
export async function balanceVerdict(
  intent: Intent,
  lost: Failure,
  refunded: number | null,
  limits: CallLimits,
  ports: Ports,
): Promise<Failure> {
  const before = intent.balance === null || refunded === null ? null : intent.balance + refunded;
  const after = before === null ? null : await balanceOrNull(limits, ports);
  if (after !== null && before !== null && after >= before) {
    return new Failure(
      'network',
      `The answer to a purchase was lost, and the balance stands where it stood (${String(after)} IDR): nothing was bought. ${lost.message}`,
      lost.context,
    );
  }
  const figures =
    after === null || before === null
      ? 'the balance before and after could not be compared'
      : `the balance fell from ${String(before)} to ${String(after)} IDR`;
  return new Failure(
    'leaked',
    `The answer to a purchase (${intent.body}) was lost, and ${figures}: a number may be rented whose order id is not known. It may also be another job's purchase on the same token. Look at the account's newest orders and cancel what is not wanted there; without an SMS it refunds itself when it expires.`,
    lost.context,
  );
}

async function balanceOrNull(limits: CallLimits, { provider }: Ports): Promise<number | null> {
  try {
    return await provider.balance(limits);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
