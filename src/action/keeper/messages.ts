import * as z from 'zod/mini';
import { leaseShape } from '../disk/journal-lines.ts';

const processMark = z.object({ pid: z.number(), startedAt: z.nullable(z.string()) });

/** What main tells the keeper; it goes through a pipe between the two, where nobody else reads. */
const configShape = z.object({
  apiUrl: z.string().check(z.refine((url) => URL.canParse(url))),
  token: z.string(),
  dialect: z.enum(['guide', 'openapi']),
  leases: z.array(leaseShape).check(z.minLength(1)),
  /** Path of the step's journal. It exists as long as the job does. */
  journal: z.string(),
  main: processMark,
  /** The process that started main; null where none is known. */
  parent: z.nullable(processMark),
  autoRelease: z.boolean(),
  releaseTimeoutMs: z.number(),
  timeoutMs: z.number(),
  intervalMs: z.number(),
  requestsPerMinute: z.number(),
  parallelJobs: z.number(),
  otpPattern: z.string(),
  expectDomain: z.string(),
  /** Where webhooks arrive; null and empty where none are wished for. */
  webhookListen: z.nullable(z.object({ host: z.string(), port: z.number() })),
  webhookSecret: z.string(),
  webhookRelay: z.nullable(z.string().check(z.refine((url) => URL.canParse(url)))),
});

export type KeeperConfig = z.infer<typeof configShape>;

/** What the keeper answers, once. */
const replyShape = z.union([
  z.object({
    kind: z.literal('serving'),
    urls: z.array(z.object({ orderId: z.string(), url: z.string() })),
    /** What it has to say while main can still say it. */
    said: z.array(z.object({ as: z.enum(['info', 'notice', 'warning']), line: z.string() })),
  }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);

export type KeeperReply = z.infer<typeof replyShape>;

export function readConfig(message: unknown): KeeperConfig | null {
  const parsed = configShape.safeParse(message);
  return parsed.success ? parsed.data : null;
}

export function readReply(message: unknown): KeeperReply | null {
  const parsed = replyShape.safeParse(message);
  return parsed.success ? parsed.data : null;
}
