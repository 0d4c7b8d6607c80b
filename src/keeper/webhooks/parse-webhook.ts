import * as z from 'zod/mini';

/** What a webhook says that is of use here: about whom it is, never what the code was. */
export type Webhook =
  | { kind: 'order'; orderId: string }
  /** `webhook.test`: the account's owner tries whether webhooks arrive. */
  | { kind: 'test' };

/** The ids of both dialects, and nothing that means more in a path or a log. */
const ORDER_ID = /^(?!\.+$)[\w.:-]{1,128}$/;

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const orderId = z.catch(
  z.optional(z.union([z.string().check(z.regex(ORDER_ID)), z.number().check(z.refine(isWhole))])),
  undefined,
);

/** The guide's body is flat, openapi's holds the order in `data`; either may hold anything beside. */
const shape = z.object({
  event: z.catch(z.string(), ''),
  order_id: orderId,
  data: z.catch(z.object({ order_id: orderId }), { order_id: undefined }),
});

/**
 * Reads the body of a webhook in either dialect, by whoever sent it. An event of an unknown name is
 * about its order all the same: the order is read before anything is believed.
 *
 * @returns null for what is no webhook, or names no order
 */
export function parseWebhook(body: unknown): Webhook | null {
  const parsed = shape.safeParse(body);
  if (!parsed.success) return null;
  if (parsed.data.event.trim().toLowerCase() === 'webhook.test') return { kind: 'test' };
  const id = parsed.data.order_id ?? parsed.data.data.order_id;
  return id === undefined ? null : { kind: 'order', orderId: String(id) };
}

/** @returns undefined for what is no JSON, which no JSON is */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
