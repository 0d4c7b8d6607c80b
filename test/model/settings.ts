import type { Setting } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The documented example: cancelling opens 2 minutes after the purchase. */
export const OPENAPI: Setting = {
  dialect: 'openapi',
  purchases: 3,
  faults: 2,
  sms: 1,
  sibling: true,
  cancelWindow: 2 * MINUTE,
  releaseTimeout: 4 * MINUTE,
  skew: 0,
  // At once; past a late commit; when the last replay may leave; past the life of a key.
  postAfter: [0, 31 * SECOND, 270 * SECOND, 301 * SECOND],
};

/** Cancelling is open at once, and the step knows that no other job uses its token. */
export const GUIDE: Setting = { ...OPENAPI, dialect: 'guide', cancelWindow: 0, sibling: false };

/** What is explored to the end, with the reason for each. */
export const PROOF: readonly { why: string; setting: Setting }[] = [
  { why: 'openapi, a sibling on the same token', setting: OPENAPI },
  { why: 'guide, alone on the token', setting: GUIDE },
  { why: 'guide, a sibling that moves the balance', setting: { ...GUIDE, sibling: true } },
  {
    why: 'guide, three mishaps: a refund that nobody saw',
    setting: { ...GUIDE, purchases: 2, faults: 3, sms: 0 },
  },
  {
    why: 'guide, cancelling opens after a minute',
    setting: { ...GUIDE, purchases: 2, cancelWindow: MINUTE },
  },
  {
    why: "openapi, the provider's clock 10 minutes ahead",
    setting: { ...OPENAPI, purchases: 1, skew: 10 * MINUTE },
  },
  {
    why: "openapi, the provider's clock 10 minutes behind",
    setting: { ...OPENAPI, purchases: 1, skew: -10 * MINUTE },
  },
  {
    why: 'openapi, post before and after the last replay, and when orders expire',
    setting: {
      ...OPENAPI,
      purchases: 1,
      postAfter: [250 * SECOND, 290 * SECOND, 19 * MINUTE, 21 * MINUTE],
    },
  },
  {
    why: 'openapi, three mishaps: main sends again, dies, and post is told no',
    setting: { ...OPENAPI, purchases: 1, faults: 3, sms: 0, sibling: false },
  },
  {
    why: 'guide, post when orders expire',
    setting: { ...GUIDE, purchases: 2, postAfter: [19 * MINUTE, 21 * MINUTE] },
  },
];

/** Of one purchase and one mishap less: seconds, for the ordinary tests. */
export function small(setting: Setting): Setting {
  return { ...setting, purchases: 2, faults: 1 };
}
