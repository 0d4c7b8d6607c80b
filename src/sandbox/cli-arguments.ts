import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { faultRuleSchema } from './faults/fault.ts';
import type { SandboxOptions } from './options.ts';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly options: SandboxOptions; readonly json: boolean }
  | { readonly kind: 'mistake'; readonly message: string };

export const HELP = `Usage: node dist/sandbox/index.js [options]

A stand-in for the SMSCode API on this machine: rents numbers that cost nothing, takes the SMS that
your app sends, keeps books that balance.

  --host ADDRESS             address to listen on (127.0.0.1)
  --port N                   API port (any free one)
  --control-port N           control port (any free one)
  --token TOKEN              API token (a random one)
  --forbidden-token TOKEN    a token that is valid and may do nothing
  --seed SEED                same seed, same catalog, numbers, ids and drawn faults (1)
  --speed N                  sandbox seconds in a real second (1)
  --balance IDR              opening balance (150000)
  --cancel-after SECONDS     when an order may be cancelled (guide 0, openapi 120)
  --expires-after SECONDS    how long a number is rented (1200)
  --resend-after SECONDS     when another SMS may be asked for (30)
  --rate N                   requests a minute (300)
  --auto-reply SECONDS       sends an SMS to each new order by itself
  --auto-reply-text TEXT     its text; {code} stands for the code
  --webhook-url URL          where webhooks go
  --webhook-secret SECRET    what signs them
  --webhook-shape DIALECT    guide or openapi: whose body they have (openapi)
  --ban-at-cancels N         the abuse guard bans creation at so many cancels without an SMS
  --cancels-per-day N        daily cap on cancels
  --guide-countries          the guide dialect lists countries too
  --fault JSON               a fault rule; may be given several times
  --json                     one line of JSON when ready, and nothing else
  --help                     this text
`;

const FLAGS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  token: { type: 'string' },
  'forbidden-token': { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  balance: { type: 'string' },
  'cancel-after': { type: 'string' },
  'expires-after': { type: 'string' },
  'resend-after': { type: 'string' },
  rate: { type: 'string' },
  'auto-reply': { type: 'string' },
  'auto-reply-text': { type: 'string' },
  'webhook-url': { type: 'string' },
  'webhook-secret': { type: 'string' },
  'webhook-shape': { type: 'string' },
  'ban-at-cancels': { type: 'string' },
  'cancels-per-day': { type: 'string' },
  'guide-countries': { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const text = z.optional(z.string());
const positive = z.optional(z.pipe(numeric(), z.number().check(z.gt(0))));
const seconds = z.optional(z.pipe(numeric(), z.number().check(z.gte(0))));
const whole = z.optional(z.pipe(numeric(), z.int().check(z.gte(0))));
const port = z.optional(z.pipe(numeric(), z.int().check(z.gte(0), z.lte(65_535))));

const flagsSchema = z.object({
  host: text,
  port,
  'control-port': port,
  token: text,
  'forbidden-token': text,
  seed: text,
  speed: positive,
  balance: whole,
  'cancel-after': seconds,
  'expires-after': positive,
  'resend-after': seconds,
  rate: positive,
  'auto-reply': seconds,
  'auto-reply-text': text,
  'webhook-url': text,
  'webhook-secret': text,
  'webhook-shape': z.optional(z.enum(['guide', 'openapi'])),
  'ban-at-cancels': whole,
  'cancels-per-day': whole,
  'guide-countries': z.optional(z.boolean()),
  fault: z.optional(z.array(z.pipe(json(), faultRuleSchema))),
  json: z.optional(z.boolean()),
  help: z.optional(z.boolean()),
});

export function parseCommand(args: readonly string[]): Command {
  let values: unknown;
  try {
    values = parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    return mistake(error instanceof Error ? error.message : String(error));
  }
  const parsed = flagsSchema.safeParse(values);
  if (!parsed.success) {
    // A fault's path goes on with its place among the faults and the field in its JSON.
    const [flag = '', , ...field] = (parsed.error.issues[0]?.path ?? []).map(String);
    return mistake(
      `--${flag} has a wrong value${field.length > 0 ? ` in ${field.join('.')}` : ''}`,
    );
  }
  const flags = parsed.data;
  if (flags.help === true) return { kind: 'help' };
  return { kind: 'run', options: optionsOf(flags), json: flags.json ?? false };
}

/** Node's own messages go on about positional arguments; their first sentence says enough. */
function mistake(reason: string): Command {
  const [sentence = reason] = reason.split(/\.(?:\s|$)|\n/);
  return { kind: 'mistake', message: `${sentence}. See --help.` };
}

/** Only what was given; the sandbox has its own defaults. */
function optionsOf(flags: z.infer<typeof flagsSchema>): SandboxOptions {
  const url = flags['webhook-url'];
  const afterSeconds = flags['auto-reply'];
  return given({
    host: flags.host,
    port: flags.port,
    controlPort: flags['control-port'],
    token: flags.token,
    forbiddenToken: flags['forbidden-token'],
    seed: flags.seed,
    speed: flags.speed,
    openingBalance: flags.balance,
    cancelAfterSeconds: flags['cancel-after'],
    expiresAfterSeconds: flags['expires-after'],
    resendAfterSeconds: flags['resend-after'],
    ratePerMinute: flags.rate,
    guideListsCountries: flags['guide-countries'],
    faults: flags.fault,
    autoReply:
      afterSeconds === undefined
        ? undefined
        : given({ afterSeconds, text: flags['auto-reply-text'] }),
    webhook:
      url === undefined
        ? undefined
        : given({ url, secret: flags['webhook-secret'], shape: flags['webhook-shape'] }),
    abuseGuard: given({
      bansAtCancels: flags['ban-at-cancels'],
      cancelsPerDay: flags['cancels-per-day'],
    }),
  });
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function given<T extends object>(all: T): Given<T> {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}

function numeric() {
  return z.pipe(
    z.string().check(z.regex(/^\d+(?:\.\d+)?$/)),
    z.transform((written: string) => Number(written)),
  );
}

function json() {
  return z.pipe(
    z.string(),
    z.transform((written: string): unknown => {
      try {
        return JSON.parse(written);
      } catch {
        return undefined;
      }
    }),
  );
}
