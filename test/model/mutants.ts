import { NOTHING_TRIED } from '../../src/domain/recovery-plan.ts';
import { BUYING, PROTOCOL, type Protocol } from './protocol.ts';
import { GUIDE, OPENAPI } from './settings.ts';
import type { Setting } from './world.ts';

/**
 * The protocol broken on purpose: the search has to find a way in which each goes wrong. Those that
 * the chaos harness has too are named by the same words.
 */
export interface Mutant {
  breaks: string;
  protocol: Protocol;
  /** Where it shows. */
  setting: Setting;
}

const one = { ...OPENAPI, purchases: 1 };

export const MUTANTS: readonly Mutant[] = [
  {
    breaks: 'the intent is on disk before the purchase leaves',
    protocol: { ...PROTOCOL, buying: intentAfterSending() },
    setting: one,
  },
  {
    breaks: 'a purchase without an answer is repeated with its own key',
    protocol: { ...PROTOCOL, replayKey: (key) => `${key}-fresh` },
    setting: one,
  },
  {
    breaks: 'after a cancel without a clear answer the order is read again',
    protocol: { ...PROTOCOL, isDone: (reply) => reply === 'done' || reply === 'unclear' },
    setting: one,
  },
  {
    breaks: 'what is found by listing is named, never touched',
    protocol: { ...PROTOCOL, cancelsCandidates: true },
    setting: one,
  },
  {
    breaks: 'a quick no to a replay is not believed while the first try may still be carried out',
    protocol: { ...PROTOCOL, isLastWord: () => true },
    setting: one,
  },
  {
    breaks: 'orders are listed only when no replay can be carried out late any more',
    protocol: {
      ...PROTOCOL,
      nextRecoveryStep: (intent, progress, ...rest) =>
        PROTOCOL.nextRecoveryStep(intent, { ...progress, lostAt: null }, ...rest),
    },
    setting: one,
  },
  {
    breaks: 'post believes no only when what main sent last can be carried out late no more',
    protocol: { ...PROTOCOL, asPostBegins: () => NOTHING_TRIED },
    setting: { ...one, faults: 3, sms: 0, sibling: false },
  },
  {
    breaks: 'a balance is judged only when a late commit must have come',
    protocol: {
      ...PROTOCOL,
      nextRecoveryStep: (intent, progress, _, ...rest) =>
        PROTOCOL.nextRecoveryStep(intent, progress, 'main', ...rest),
    },
    setting: { ...GUIDE, purchases: 1 },
  },
  {
    breaks: 'a balance that a sibling may move proves nothing',
    protocol: {
      ...PROTOCOL,
      judgeBalance: (before, moved, after) => PROTOCOL.judgeBalance(before, moved, after, true),
    },
    setting: { ...GUIDE, purchases: 1, sibling: true },
  },
  {
    breaks: 'an order that could not be given back may have been refunded unseen',
    protocol: {
      ...PROTOCOL,
      withSettled: (bookings, settled, now) =>
        PROTOCOL.withSettled(
          bookings,
          settled.filter(({ how }) => how !== null),
          now,
        ),
    },
    setting: { ...GUIDE, purchases: 2, faults: 3, sms: 0 },
  },
  {
    breaks: 'who buys looks for the tombstone before and after each exchange',
    protocol: { ...PROTOCOL, seesTombstone: () => false },
    setting: { ...OPENAPI, purchases: 2, faults: 3, sms: 0, postAfter: [0] },
  },
];

function intentAfterSending(): Protocol['buying'] {
  const writes = BUYING.filter((step) => step.startsWith('write-intent'));
  return BUYING.filter((step) => !writes.includes(step)).flatMap((step) =>
    step === 'in-flight' ? [step, ...writes] : [step],
  );
}
