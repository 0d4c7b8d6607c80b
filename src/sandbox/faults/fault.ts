import * as z from 'zod/mini';
import { OPERATIONS } from '../api/route.ts';

/** Seconds are sandbox seconds throughout. */
const seconds = z.number().check(z.gte(0));
const status = z.int().check(z.gte(100), z.lte(599));

/** How a reply fails to arrive after the request was carried out, or before it will be. */
const loss = z.enum(['cut', 'timeout', 'html']);

/** Faults that let the request go its way, later or in a changed world. */
const onTheWay = [
  z.strictObject({
    kind: z.literal('latency'),
    seconds,
    /** `after`: the request is carried out at once and only its reply is late. */
    stage: z.optional(z.enum(['before', 'after'])),
  }),
  /** Without `order`: the order that the request names, or else the newest open one. */
  z.strictObject({
    kind: z.literal('order_change'),
    change: z.enum(['expire', 'cancel', 'finish', 'sms']),
    order: z.optional(z.union([z.int(), z.string()])),
    text: z.optional(z.string()),
    code: z.optional(z.nullable(z.string())),
  }),
  z.strictObject({
    kind: z.literal('stock_change'),
    product_id: z.int(),
    available: z.optional(z.int().check(z.gte(0))),
    price: z.optional(z.int().check(z.gte(0))),
    active: z.optional(z.boolean()),
  }),
] as const;

/** Faults that decide how the request ends; of several, the first that fires. */
const endings = [
  z.strictObject({
    kind: z.literal('rate_limited'),
    /** Left out: no `Retry-After`. */
    retry_after_seconds: z.optional(seconds),
  }),
  z.strictObject({
    kind: z.literal('error'),
    status,
    code: z.string(),
    message: z.optional(z.string()),
    details: z.optional(z.unknown()),
    retry_after_seconds: z.optional(seconds),
  }),
  z.strictObject({ kind: z.literal('html'), status }),
  z.strictObject({ kind: z.literal('too_large') }),
  /** Before anything happened. */
  z.strictObject({ kind: z.literal('cut') }),
  /** Never answers, and nothing happened. */
  z.strictObject({ kind: z.literal('silence') }),
  /** Carried out, half of the answer arrives: as a whole message, or with the line cut. */
  z.strictObject({ kind: z.literal('half_json'), how: z.optional(z.enum(['short', 'cut'])) }),
  /** Carried out, and the reply is lost. `status` is the HTML's, 502 by itself. */
  z.strictObject({ kind: z.literal('lost_reply'), how: loss, status: z.optional(status) }),
  z.strictObject({
    kind: z.literal('late_commit'),
    after_seconds: seconds,
    how: loss,
    status: z.optional(status),
    /**
     * What a retry with the same key meets meanwhile: `held`, REQUEST_IN_PROGRESS; `unseen`, a
     * server that has not got the request yet (something in between holds it).
     */
    key: z.optional(z.enum(['held', 'unseen'])),
  }),
  /** Another answer in place of the true one, which is carried out only if `processed`. */
  z.strictObject({
    kind: z.literal('wrong_shape'),
    status: z.optional(status),
    body: z.unknown(),
    processed: z.optional(z.boolean()),
  }),
  /** The true answer with values set or dropped, by paths like `data.orders.0.phone_number`. */
  z.strictObject({
    kind: z.literal('patch'),
    set: z.optional(z.record(z.string(), z.unknown())),
    drop: z.optional(z.array(z.string())),
  }),
] as const;

export const faultSchema = z.discriminatedUnion('kind', [...onTheWay, ...endings]);

export const faultRuleSchema = z.strictObject({
  match: z.optional(
    z.strictObject({
      operation: z.optional(z.enum(OPERATIONS)),
      method: z.optional(z.string()),
      /** Behind the base; `*` stands for one segment, `**` for any number. */
      path: z.optional(z.string()),
      dialect: z.optional(z.enum(['guide', 'openapi'])),
    }),
  ),
  /** The matching request, counted from 1, with which it begins. */
  nth: z.optional(z.int().check(z.gte(1))),
  /** How often it fires; by itself once, or without end if it has a probability. */
  count: z.optional(z.union([z.int().check(z.gte(1)), z.literal('unlimited')])),
  probability: z.optional(z.number().check(z.gte(0), z.lte(1))),
  fault: faultSchema,
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultRule = z.infer<typeof faultRuleSchema>;
export type OnTheWay = z.infer<(typeof onTheWay)[number]>;
export type Ending = z.infer<(typeof endings)[number]>;

export function isOnTheWay(fault: Fault): fault is OnTheWay {
  return fault.kind === 'latency' || fault.kind === 'order_change' || fault.kind === 'stock_change';
}
