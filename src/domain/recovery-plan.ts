import type { Intent } from './journal.ts';
import { isClosed, type Order } from './order.ts';
import { recheckAfter } from './release-plan.ts';

/** A server may commit a purchase so long after its connection broke: nothing is judged before. */
export const LATE_COMMIT_MS = 30_000;

/** How long a server keeps a key is not documented; of an older one nothing is assumed. */
const KEY_LIFETIME_MS = 5 * 60 * 1_000;

/** A replay that is carried out late must still meet its key, or it buys a second time. */
const LAST_REPLAY_MS = KEY_LIFETIME_MS - LATE_COMMIT_MS;

/** When a replay may leave at the latest, also one that a rate limit has put off. */
export function lastReplayAt({ at }: Pick<Intent, 'at'>): number {
  return at + LAST_REPLAY_MS;
}

/** The clock of a runner of one's own and the provider's may differ by so much. */
const CLOCK_SKEW_MS = 10 * 60 * 1_000;

/** Replays without an answer before main leaves the rest to post, which has more time. */
const REPLAYS_IN_MAIN = 3;

/** What is known of a purchase whose outcome is not. */
export interface RecoveryProgress {
  /**
   * How its last exchange ended: the connection broke; nothing believable came (or nobody knows);
   * the server still works on the key; the server refuses to talk about the key.
   */
  last: 'cut' | 'unclear' | 'settling' | 'key-refused';
  /** Replays that brought no answer, those apart that found it settling. */
  replays: number;
  /** All looks at the server so far, for the pauses between them. */
  looks: number;
  /**
   * When the last try ended, or may have, that brought no answer and can be carried out late; null
   * where that is known of the first one alone.
   */
  lostAt: number | null;
}

export const NOTHING_TRIED: RecoveryProgress = {
  last: 'unclear',
  replays: 0,
  looks: 0,
  lostAt: null,
};

/**
 * What post knows of it as it begins: main may have sent it again until it died, for as long as it
 * rents. See `RENTING_TIME_MS`.
 */
export function asPostBegins({ at }: Pick<Intent, 'at'>, now: number): RecoveryProgress {
  return { ...NOTHING_TRIED, lostAt: Math.min(now, at + KEY_LIFETIME_MS) };
}

export type RecoveryStep =
  /** Send it again with its own key and body: applied at most once, says the contract. */
  | { do: 'replay'; at: number }
  /** Look for it among the token's newest orders: its key may have been forgotten. */
  | { do: 'list'; at: number }
  /** No key and no list: the balance alone may tell. */
  | { do: 'compare-balance'; at: number }
  | { do: 'give-up'; because: 'time' | 'left-to-post' };

/**
 * What finds out next whether a purchase without an answer was made. After a cut the same key may go
 * out at once, for the server has ended its part or knows the key; otherwise not before a late
 * commit can no longer cross it. A guide server has no key: there a purchase is never repeated.
 *
 * @param place main leaves to post what takes long; post is the last to look
 */
export function nextRecoveryStep(
  intent: Pick<Intent, 'dialect' | 'at'>,
  progress: RecoveryProgress,
  place: 'main' | 'post',
  now: number,
  deadline: number,
): RecoveryStep {
  const settled = Math.max(now, intent.at + LATE_COMMIT_MS);
  if (intent.dialect === 'guide') {
    const at = place === 'main' ? now : Math.max(now, settledAt(intent, progress));
    return inTime({ do: 'compare-balance', at }, deadline);
  }
  const pause = progress.looks === 0 ? 0 : recheckAfter(progress.looks);
  const { last, replays } = progress;
  const replayAt = Math.max(now + pause, last === 'cut' || last === 'settling' ? now : settled);
  if (last !== 'key-refused' && replayAt <= lastReplayAt(intent)) {
    if (place === 'main' && replays >= REPLAYS_IN_MAIN)
      return { do: 'give-up', because: 'left-to-post' };
    return inTime({ do: 'replay', at: replayAt }, deadline);
  }
  if (place === 'main') return { do: 'give-up', because: 'left-to-post' };
  return inTime({ do: 'list', at: Math.max(now + pause, settledAt(intent, progress)) }, deadline);
}

function inTime(step: Extract<RecoveryStep, { at: number }>, deadline: number): RecoveryStep {
  return step.at > deadline ? { do: 'give-up', because: 'time' } : step;
}

/**
 * Whether "no" to a replay speaks for the earlier tries too: one that left before a late commit of
 * any of them may have been judged before it.
 */
export function isLastWord(
  intent: Pick<Intent, 'at'>,
  progress: Pick<RecoveryProgress, 'lostAt'>,
  sentAt: number,
): boolean {
  return sentAt >= settledAt(intent, progress);
}

/** From then on no try of the purchase can be carried out late any more. */
function settledAt(
  { at }: Pick<Intent, 'at'>,
  { lostAt }: Pick<RecoveryProgress, 'lostAt'>,
): number {
  return (lostAt ?? at) + LATE_COMMIT_MS;
}

/**
 * Whether a listed order may be the one that a purchase without an answer made: open, of its product
 * and of its time. A sibling's order of the same product and second looks the same, so what is found
 * is named and never touched. What the list does not say excludes nothing.
 */
export function mayBeOurs(intent: Intent, order: Order): boolean {
  if (isClosed(order.state)) return false;
  const { createdAt } = order;
  if (createdAt !== null && (createdAt < earliest(intent) || createdAt > latest(intent))) {
    return false;
  }
  const wanted = wantedProduct(intent.body);
  const known = wanted.by === 'product' ? order.productId : order.catalogProductId;
  if (known !== null && wanted.id !== null) return known === wanted.id;
  return intent.price === null || order.amount === null || order.amount === intent.price;
}

/** An order that was created before this cannot come from the purchase: the list may end there. */
export function earliest({ at }: Pick<Intent, 'at'>): number {
  return at - CLOCK_SKEW_MS;
}

function latest({ at }: Pick<Intent, 'at'>): number {
  // The last replay of the key may leave so late, and commit later still.
  return at + KEY_LIFETIME_MS + LATE_COMMIT_MS + CLOCK_SKEW_MS;
}

function wantedProduct(body: string): { by: 'product' | 'catalog-product'; id: string | null } {
  const wish = parsed(body);
  const said = (name: string): string | null => {
    if (typeof wish !== 'object' || wish === null || !Object.hasOwn(wish, name)) return null;
    const value: unknown = Reflect.get(wish, name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  const product = said('product_id');
  return product === null
    ? { by: 'catalog-product', id: said('catalog_product_id') }
    : { by: 'product', id: product };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
