import { INPUT_NAMES, inputsShape, type InputName, type Inputs, type Mode } from './input-list.ts';

const RENTING = ['acquire', 'verify', 'check'] as const;
const WAITING = ['acquire', 'wait', 'verify'] as const;

/** The modes that use an input; inputs that are not listed serve every mode that calls the API. */
const USED_BY: Partial<Record<InputName, readonly Mode[]>> = {
  platform: RENTING,
  country: RENTING,
  'product-id': ['acquire', 'verify'],
  policy: ['acquire', 'verify'],
  'max-price': RENTING,
  'min-balance': RENTING,
  'catalog-ttl': RENTING,
  count: ['acquire'],
  'allow-partial': ['acquire', 'wait'],
  serve: ['acquire'],
  'wait-in-post': ['acquire'],
  'auto-release': ['acquire', 'wait'],
  'release-timeout': ['acquire', 'wait', 'release', 'verify', 'check', 'sweep'],
  rent: ['check'],
  'order-id': ['wait', 'release'],
  timeout: WAITING,
  'poll-interval': WAITING,
  'mask-phone': ['acquire', 'verify'],
  ledger: ['acquire', 'verify'],
  run: ['verify'],
  shell: ['verify'],
  attempts: ['verify'],
  after: ['wait'],
  'resend-after': ['wait', 'verify'],
  'otp-pattern': WAITING,
  'expect-domain': WAITING,
  'webhook-listen': WAITING,
  'webhook-secret': WAITING,
  'webhook-relay': WAITING,
  scope: ['sweep'],
  'older-than': ['sweep'],
  records: ['acquire', 'wait', 'verify', 'release', 'report'],
};

/** The runner hands over every default as if it was set, so what is meant is compared. */
export function unusedInputs(inputs: Inputs): InputName[] {
  return INPUT_NAMES.filter((name) => {
    const standing = inputsShape.shape[name].parse('');
    const isSet = JSON.stringify(inputs[name]) !== JSON.stringify(standing);
    return isSet && !isUsed(name, inputs.mode);
  });
}

export function isUsed(name: InputName, mode: Mode): boolean {
  return USED_BY[name]?.includes(mode) ?? true;
}
