import type { RecoveryProgress } from '../../src/domain/recovery-plan.ts';
import { intentOf } from './journal.ts';
import type { Context } from './protocol.ts';
import type { Reply, Search } from './world.ts';

export function searchFor(key: string, at: number, progress: RecoveryProgress): Search {
  return { key, at, step: 'plan', look: 'replay', till: 0, sleeping: false, progress };
}

/** src/modes/recover.ts `findPurchase`, its top: what to do next, or null to give up. */
export function planned(
  search: Search,
  place: 'main' | 'post',
  now: number,
  deadline: number,
  { protocol, setting }: Context,
): Search | null {
  const intent = intentOf({ ...search, balance: null }, setting);
  const plan = protocol.nextRecoveryStep(intent, search.progress, place, now, deadline);
  if (plan.do === 'give-up' || plan.do === 'compare-balance') return null;
  return { ...search, step: 'look', look: plan.do, till: Math.max(now, plan.at), sleeping: true };
}

export type Found =
  | { was: 'bought'; order: string }
  | { was: 'refused' }
  | { was: 'unknown' }
  | { was: 'open'; search: Search };

/** src/modes/recover.ts `findPurchase`, its `case 'replay'`. */
export function afterReplay(
  search: Search,
  reply: Reply,
  now: number,
  after: number,
  { protocol }: Context,
): Found {
  const looks = search.progress.looks + 1;
  const goOn = (last: RecoveryProgress['last'], counts: boolean): Found => {
    const replays = search.progress.replays + (counts ? 1 : 0);
    const lostAt = reply.outcome === 'lost' ? now + after : search.progress.lostAt;
    const progress = { last, replays, looks, lostAt };
    return {
      was: 'open',
      search: { ...search, step: 'plan', sleeping: false, till: now + after, progress },
    };
  };
  switch (reply.outcome) {
    case 'bought':
      return { was: 'bought', order: reply.order };
    case 'sold-out':
      return protocol.isLastWord(search, search.progress, now)
        ? { was: 'refused' }
        : goOn('unclear', false);
    case 'refused':
      return reply.why === 'outage' ? goOn('unclear', true) : { was: 'unknown' };
    case 'lost':
      return goOn(reply.how, reply.how !== 'settling');
  }
}
