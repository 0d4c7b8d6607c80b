import type { Setting } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When post may begin after main: at once; past a late commit; at the end of a key's life; past it. */
const MOMENTS = [0, 31 * SECOND, 290 * SECOND, 301 * SECOND];

export const OPENAPI: Setting = {
  dialect: 'openapi',
  purchases: 3,
  faults: 2,
  sms: 1,
  sibling: true,
  cancelWindow: 2 * MINUTE,
  releaseTimeout: 4 * MINUTE,
  skew: 0,
  postAfter: MOMENTS,
};

export const GUIDE: Setting = { ...OPENAPI, dialect: 'guide', cancelWindow: 0, sibling: false };
