import * as z from 'zod/mini';
import { Failure, TOLERABLE_KINDS } from '../../domain/failure.ts';
import { readBaseUrl } from '../../smscode/base-url.ts';
import { amount, duration, flag, list, listOf, oneOf, shape, text, whole } from './input-shapes.ts';
import { orderIds } from './order-ids.ts';

export const MODES = [
  'acquire',
  'wait',
  'release',
  'verify',
  'check',
  'sweep',
  'report',
  'sandbox',
] as const;
export type Mode = (typeof MODES)[number];

const DEFAULT_API_URL = 'https://api.smscode.gg/v1';
const SIX_HOURS = 6 * 3_600_000;
const TOKEN_MUST =
  'must be the API token, one word of plain letters without spaces; set it, or the environment variable SMSCODE_TOKEN';

const apiUrl = shape<URL>((value) => {
  const read = readBaseUrl(value === '' ? DEFAULT_API_URL : value);
  return 'base' in read ? read.base : null;
}, 'must be an https URL without user, query or fragment (plain http only to loopback, so that the token stays secret)');

/** Every input that has an effect today. Defaults are those of action.yml. */
const inputsShape = z.object({
  mode: oneOf(MODES, 'acquire'),
  // What else a header cannot carry comes from copying: zero-width spaces, look-alike letters.
  token: shape((value) => (/^[\x21-\x7e]*$/.test(value) ? value : null), TOKEN_MUST),
  'api-url': apiUrl,
  'api-dialect': oneOf(['auto', 'guide', 'openapi'], 'auto'),
  platform: text,
  country: list,
  'product-id': shape(
    (value) => (/^[\w.:-]{0,128}$/.test(value) ? value : null),
    'must be a product id',
  ),
  policy: oneOf(['cheapest', 'most-stock', 'best-success'], 'cheapest'),
  'max-price': amount,
  'min-balance': amount,
  'catalog-ttl': duration(0, SIX_HOURS, '60s'),
  count: whole(1, 100, 1),
  'allow-partial': flag(false),
  serve: flag(false),
  'wait-in-post': flag(false),
  'auto-release': flag(true),
  'release-timeout': duration(1_000, SIX_HOURS, '240s'),
  rent: flag(false),
  'order-id': orderIds,
  timeout: duration(1_000, SIX_HOURS, '120s'),
  'poll-interval': duration(3_000, 600_000, '5s'),
  'mask-phone': flag(false),
  tolerate: listOf(TOLERABLE_KINDS),
  ledger: oneOf(['none', 'artifact'], 'none'),
  'requests-per-minute': whole(1, 1_000_000, 300),
  'parallel-jobs': whole(1, 100_000, 1),
  run: text,
  shell: shape((value) => (value === '' ? 'bash' : value), 'must be text'),
  attempts: whole(1, 100, 3),
  after: text,
  'resend-after': shape(
    (value) =>
      value === '' || duration(1_000, SIX_HOURS, '').safeParse(value).success ? value : null,
    'must be a duration as in "30s"',
  ),
  'otp-pattern': shape(
    (value) => (value === '' || isPattern(value) ? value : null),
    'must be a regular expression',
  ),
  'expect-domain': text,
  'webhook-listen': text,
  'webhook-secret': text,
  'webhook-relay': text,
  scope: oneOf(['ledger', 'token'], 'ledger'),
  'older-than': duration(0, 30 * 24 * 3_600_000, '15m'),
  records: text,
  'github-token': text,
});

export type Inputs = z.infer<typeof inputsShape>;
export type InputName = keyof Inputs;

const INPUT_NAMES = Object.keys(inputsShape.shape) as InputName[];

/** Modes of the contract that this version cannot do yet. */
const COMING_MODES: readonly Mode[] = ['verify', 'report', 'sandbox'];

/** Inputs of the contract that this version cannot follow yet, and their value that asks nothing. */
const COMING_INPUTS = {
  serve: 'false',
  after: '',
  'resend-after': '',
  'otp-pattern': '',
  'expect-domain': '',
  'webhook-listen': '',
  'webhook-secret': '',
  'webhook-relay': '',
  records: '',
} as const satisfies Partial<Record<InputName, string>>;

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

export interface ReadInputs {
  inputs: Inputs;
  /** Names of inputs that were set and that the mode does not use. */
  unused: InputName[];
}

/**
 * Reads and judges every input before anything is sent. Everything that is wrong is named in one
 * `invalid-input`, because each further run costs the reader minutes.
 *
 * @param raw the text of an input, empty where it was not given
 */
export function readInputs(raw: (name: InputName) => string): ReadInputs {
  const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, raw(name)])) as Record<
    InputName,
    string
  >;
  const parsed = inputsShape.safeParse(texts);
  const issues = parsed.success ? [] : parsed.error.issues;
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  // What is wrong counts as not given, so that the rest is judged in the same run.
  const rest = Object.fromEntries([...wrong].map((name) => [name, '']));
  const inputs = parsed.success ? parsed.data : inputsShape.parse({ ...texts, ...rest });
  const problems = [
    ...issues.map((issue) => {
      const name = String(issue.path[0]);
      return `"${name}" ${issue.message}${given(name, texts)}`;
    }),
    ...contradictions(inputs, texts, wrong),
  ];
  if (problems.length > 0) {
    throw new Failure('invalid-input', `${problems.join('; ')}. Nothing was sent or bought.`);
  }
  return { inputs, unused: unusedInputs(inputs) };
}

/** Named, never repeated: an address may hold a password or a key. */
const SECRET = ['token', 'github-token', 'webhook-secret', 'webhook-relay', 'api-url'];

function given(name: string, texts: Record<string, string>): string {
  return SECRET.includes(name) ? '' : ` (it is "${texts[name] ?? ''}")`;
}

/**
 * What each value may be, but not all of them together, or not yet.
 *
 * @param wrong names of inputs that are complained of already
 */
function contradictions(
  inputs: Inputs,
  texts: Record<InputName, string>,
  wrong: ReadonlySet<string>,
): string[] {
  const { mode } = inputs;
  if (COMING_MODES.includes(mode)) {
    return [
      `"mode" is "${mode}", which this version cannot do yet; it can do "acquire", "wait", "release", "check" and "sweep"`,
    ];
  }
  const problems: string[] = [];
  if (inputs.token === '' && !wrong.has('token')) problems.push(`"token" ${TOKEN_MUST}`);
  if (wrong.has('mode')) return problems;
  for (const [name, quiet] of Object.entries(COMING_INPUTS) as [InputName, string][]) {
    const asked = texts[name] !== '' && texts[name].toLowerCase() !== quiet;
    if (asked && !wrong.has(name) && isUsed(name, mode))
      problems.push(`"${name}" is not available yet in this version; leave it out`);
  }
  if (mode === 'acquire' && !wrong.has('product-id')) problems.push(...targetProblems(inputs));
  if (mode === 'sweep') problems.push(...sweepProblems(inputs, wrong));
  if (mode === 'acquire' && inputs['wait-in-post'] && !inputs['auto-release']) {
    problems.push(
      '"wait-in-post" waits in this job for what "auto-release: false" leaves to another one; leave one of them out',
    );
  }
  if (inputs.policy === 'best-success' && inputs['api-dialect'] === 'guide' && mode === 'acquire') {
    problems.push('"policy" may be "best-success" only on a server of the openapi dialect');
  }
  return problems;
}

function sweepProblems(inputs: Inputs, wrong: ReadonlySet<string>): string[] {
  if (wrong.has('scope')) return [];
  switch (inputs.scope) {
    case 'ledger':
      return inputs['github-token'] === ''
        ? [
            '"github-token" must be a GitHub token that may read the runs; leave it out for the run\'s own',
          ]
        : [];
    case 'token':
      return inputs['api-dialect'] === 'guide'
        ? ['"scope" may be "token" only on a server of the openapi dialect, which lists orders']
        : [];
  }
}

function targetProblems(inputs: Inputs): string[] {
  if (inputs['product-id'] !== '') {
    return inputs['max-price'] === null
      ? []
      : ['"product-id" and "max-price" exclude each other: a product has its price'];
  }
  return [
    ...(inputs.platform === ''
      ? ['"platform" must name the service, as in "whatsapp" (or set "product-id")']
      : []),
    ...(inputs.country.length === 0
      ? ['"country" must name at least one country, as in "indonesia" (or set "product-id")']
      : []),
  ];
}

/** The runner hands over every default as if it was set, so what is meant is compared. */
function unusedInputs(inputs: Inputs): InputName[] {
  return INPUT_NAMES.filter((name) => {
    const standing = inputsShape.shape[name].parse('');
    const isSet = JSON.stringify(inputs[name]) !== JSON.stringify(standing);
    return isSet && !isUsed(name, inputs.mode);
  });
}

function isUsed(name: InputName, mode: Mode): boolean {
  return USED_BY[name]?.includes(mode) ?? true;
}

function isPattern(value: string): boolean {
  try {
    return new RegExp(value, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
