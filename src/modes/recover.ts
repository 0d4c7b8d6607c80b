import { Failure } from '../domain/failure.ts';
import type { Intent } from '../domain/journal.ts';
import type { CallLimits } from '../domain/provider.ts';
import {
  isLastWord,
  lastReplayAt,
  nextRecoveryStep,
  type RecoveryProgress,
} from '../domain/recovery-plan.ts';
import type { Found } from './found-purchase.ts';
import { listPurchase } from './list-purchase.ts';
import type { Ports } from './ports.ts';

/**
 * Does what the recovery plan says until the outcome is known or the plan gives up.
 *
 * @param lost how the purchase ended, and what is known of its tries
 * @param known ids of the job's other orders, which cannot be it
 */
export async function findPurchase(
  intent: Intent,
  lost: { failure: Failure; progress: RecoveryProgress },
  place: 'main' | 'post',
  known: ReadonlySet<string>,
  limits: CallLimits,
  ports: Ports,
): Promise<Found> {
  const { provider, clock } = ports;
  const progress = { ...lost.progress };
  let why = lost.failure;
  for (;;) {
    const step = nextRecoveryStep(intent, progress, place, clock.now(), limits.deadline);
    if (step.do === 'give-up' || step.do === 'compare-balance') {
      return { was: 'unknown', why, candidates: [] };
    }
    await clock.sleep(Math.max(0, step.at - clock.now()), ports.stop);
    if (ports.stop.aborted) return { was: 'unknown', why, candidates: [] };
    progress.looks += 1;
    switch (step.do) {
      case 'replay': {
        const final = isLastWord(intent, progress, clock.now());
        const reply = await provider.purchase(
          { path: intent.path, body: intent.body, idempotencyKey: intent.key },
          { ...limits, deadline: Math.min(limits.deadline, lastReplayAt(intent)) },
        );
        if (reply.outcome === 'bought') return { was: 'bought', orders: reply.orders };
        const said = reply.outcome;
        if (said === 'sold-out' || (said === 'refused' && judgesPurchase(reply.failure))) {
          if (final) return { was: 'refused', reply };
          progress.last = 'unclear';
          break;
        }
        why = reply.failure;
        progress.last = reply.outcome === 'lost' ? reply.how : afterRefusal(reply.failure);
        if (progress.last !== 'settling') progress.replays += 1;
        if (reply.outcome === 'lost') progress.lostAt = clock.now();
        if (isHopeless(why)) return { was: 'unknown', why, candidates: [] };
        break;
      }
      case 'list': {
        const listed = await listPurchase(intent, known, limits, ports);
        if (!(listed instanceof Failure)) return listed;
        why = listed;
        if (isHopeless(why)) return { was: 'unknown', why, candidates: [] };
      }
    }
  }
}

/** A refused replay proves that the first try bought nothing only if it judges the purchase. */
function judgesPurchase({ kind }: Failure): boolean {
  return ['low-balance', 'no-stock', 'price-too-high', 'invalid-input', 'banned'].includes(kind);
}

/** What may pass is asked again; another refusal says that the key is of no more use. */
function afterRefusal({ kind }: Failure): 'unclear' | 'key-refused' {
  return ['network', 'provider-outage', 'rate-limited'].includes(kind) ? 'unclear' : 'key-refused';
}

/** A server that does not know us any more tells nothing, however it is asked. */
function isHopeless({ kind }: Failure): boolean {
  return ['unauthorized', 'forbidden', 'interrupted'].includes(kind);
}
