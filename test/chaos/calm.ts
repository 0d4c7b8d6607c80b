import { NOTHING_SPECIAL, type Scenario } from './scenario.mjs';

/** One number, cancelled by post; nothing goes wrong. What a test of the harness starts from. */
export const CALM: Scenario = {
  seed: 1,
  dialect: 'openapi',
  count: 1,
  steps: ['acquire'],
  cancelAfter: 120,
  releaseTimeout: 240,
  waitTimeout: 10,
  skew: 0,
  latency: 5,
  sibling: 'after',
  sms: [],
  faults: [],
  outage: null,
  kill: null,
  postKill: null,
  pause: 3,
  ...NOTHING_SPECIAL,
};
