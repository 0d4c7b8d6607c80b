import * as z from 'zod/mini';
import { TOLERABLE_KINDS } from '../../domain/failure.ts';
import { readBaseUrl } from '../../smscode/base-url.ts';
import {
  amount,
  duration,
  flag,
  list,
  listOf,
  maybeDuration,
  maybeWhole,
  oneOf,
  shape,
  text,
  whole,
} from './input-shapes.ts';
import { orderIds } from './order-ids.ts';
import { hostAndPort, relayUrl } from './webhook-addresses.ts';

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
export const TOKEN_MUST =
  'must be the API token, one word of plain letters without spaces; set it, or the environment variable SMSCODE_TOKEN';

const apiUrl = shape<URL>((value) => {
  const read = readBaseUrl(value === '' ? DEFAULT_API_URL : value);
  return 'base' in read ? read.base : null;
}, 'must be an https URL without user, query or fragment (plain http only to loopback, so that the token stays secret)');

/** Every input that has an effect today. Defaults are those of action.yml. */
export const inputsShape = z.object({
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
  after: maybeWhole,
  'resend-after': maybeDuration(1_000, SIX_HOURS),
  'otp-pattern': shape(
    (value) => (value === '' || isPattern(value) ? value : null),
    'must be a regular expression',
  ),
  'expect-domain': shape(
    (value) => (value === '' || isHost(value) ? value.toLowerCase() : null),
    'must be a host name, as in "app.example.com"',
  ),
  'webhook-listen': hostAndPort,
  'webhook-secret': text,
  'webhook-relay': relayUrl,
  scope: oneOf(['ledger', 'token'], 'ledger'),
  'older-than': duration(0, 30 * 24 * 3_600_000, '15m'),
  records: text,
  'github-token': text,
});

export type Inputs = z.infer<typeof inputsShape>;
export type InputName = keyof Inputs;

export const INPUT_NAMES = Object.keys(inputsShape.shape) as InputName[];

function isHost(value: string): boolean {
  const address = `https://${value}/`;
  return URL.canParse(address) && !/[/:@?#\s\\]/.test(value);
}

function isPattern(value: string): boolean {
  try {
    return new RegExp(value, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
