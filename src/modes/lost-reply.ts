import { judgeBalance, type BalanceVerdict } from '../domain/balance-verdict.ts';
import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { CallLimits, PurchaseReply } from '../domain/provider.ts';
import { NOTHING_TRIED } from '../domain/recovery-plan.ts';
import type { Ports } from './ports.ts';
import { findPurchase } from './recover.ts';
import { readBalance, unknownByBalance } from './unknown-purchase.ts';

/**
 * What became of a purchase whose reply was lost, as far as main can find out: by its key, or (guide)
 * by the balance. The rest is left to post.
 *
 * @param alone whether this job alone uses the token; see `judgeBalance`
 */
export async function afterLostReply(
  intent: Intent,
  lost: Extract<PurchaseReply, { outcome: 'lost' }>,
  alone: boolean,
  limits: CallLimits,
  ports: Ports,
): Promise<PurchaseReply> {
  if (lost.failure.kind === 'interrupted' || ports.stop.aborted) return lost;
  ports.reporter.info(
    `The answer to a purchase was lost (${lost.failure.describe()}). Finding out whether it was made.`,
  );
  if (intent.dialect === 'guide') {
    // No key: never repeated. Post looks once more, for a late commit.
    const after = await readBalance(limits, ports);
    const verdict = judgeBalance(intent.balance, 0, after, alone);
    return { ...lost, failure: saidByBalance(intent, verdict, lost.failure) };
  }
  const progress = { ...NOTHING_TRIED, last: lost.how, lostAt: ports.clock.now() };
  const tried = { failure: lost.failure, progress };
  const found = await findPurchase(intent, tried, 'main', new Set(), limits, ports);
  switch (found.was) {
    case 'bought':
      return { outcome: 'bought', orders: found.orders };
    case 'refused':
      return found.reply;
    // Main never lists: what a replay does not tell is left to post.
    case 'not-bought':
      return lost;
    case 'unknown':
      return { ...lost, failure: found.why };
  }
}

function saidByBalance(intent: Intent, verdict: BalanceVerdict, lost: Failure): Failure {
  return verdict.was === 'not-bought'
    ? new Failure(
        'network',
        `The answer to a purchase was lost, and the balance stands where it stood (${String(verdict.after)} IDR): nothing was bought so far. The post step looks again, for a purchase that comes late. ${lost.message}`,
        lost.context,
      )
    : unknownByBalance(intent, verdict, lost);
}

/** Also beside numbers that were rented: nobody may take it for a purchase that was not made. */
export function leftToPost({ dialect }: Intent, lost: Failure): Failure {
  // The balance of a guide server is spoken of already, and a step that was stopped is told enough.
  if (dialect === 'guide' || lost.kind === 'interrupted' || lost.kind === 'leaked') return lost;
  return new Failure(
    lost.kind,
    `${lost.message} A number may be rented all the same: the post step looks for it, and gives it back.`,
    lost.context,
  );
}
