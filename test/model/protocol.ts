import { judgeBalance, movedSince, withSettled } from '../../src/domain/balance-verdict.ts';
import { foldJournal } from '../../src/domain/journal.ts';
import { nextPurchaseStep } from '../../src/domain/purchase-plan.ts';
import {
  asPostBegins,
  isLastWord,
  mayBeOurs,
  nextRecoveryStep,
} from '../../src/domain/recovery-plan.ts';
import { byOurClock, nextAfterRefusal, nextReleaseStep } from '../../src/domain/release-plan.ts';
import type { BuyingStep, Disk, Setting } from './world.ts';

/**
 * The order of src/modes/buy.ts `buy`; `write-ahead.test.ts` holds the two together. Between two of
 * these steps anything else may happen, a SIGKILL too.
 */
export const BUYING: readonly BuyingStep[] = [
  'look-for-tombstone', // buy: journal.isClosed()
  'write-intent', // journal.append: src/action/disk/journal-file.ts, the file ...
  'write-intent-to-state', // ... then GITHUB_STATE
  'may-leave', // purchaseLimits: mayLeave, asked by src/smscode/caller.ts before each exchange
  'in-flight', // provider.purchase
  'judge-answer', // settle
  'write-order', // recordRented, the file ...
  'write-order-to-state', // ... then GITHUB_STATE
  'look-for-tombstone-again', // obstacleTo
];

/** What is under proof: the product's own pure functions, and the few rules of its thin edges. */
export const PROTOCOL = {
  foldJournal,
  nextPurchaseStep,
  asPostBegins,
  nextRecoveryStep,
  isLastWord,
  mayBeOurs,
  nextReleaseStep,
  nextAfterRefusal,
  byOurClock,
  judgeBalance,
  movedSince,
  withSettled,
  buying: BUYING,
  /** src/action/disk/journal-file.ts `isClosed`. */
  seesTombstone: ({ tombstone }: Disk): boolean => tombstone,
  /** src/modes/recover.ts: a replay carries the key of its intent. */
  replayKey: (key: string): string => key,
  /** src/modes/give-back.ts: only an answer that says so means that it is done. */
  isDone: (reply: string): boolean => reply === 'done',
  /** src/modes/recover-intents.ts: what is found by listing is named, never touched. */
  cancelsCandidates: false,
};

export type Protocol = typeof PROTOCOL;

/** What the machines need beside the world. */
export interface Context {
  setting: Setting;
  protocol: Protocol;
}
