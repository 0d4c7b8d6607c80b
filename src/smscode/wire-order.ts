import * as z from 'zod/mini';
import type { Order, OrderState, OrderStatus, Sms } from '../domain/order.ts';
import {
  id,
  maybeCount,
  maybeFlag,
  maybeId,
  maybeMoney,
  maybePhone,
  maybeText,
  maybeTime,
  orNull,
} from './wire.ts';

const STATUS_WORDS = {
  WAITING: 'waiting',
  ACTIVE: 'waiting',
  PENDING: 'waiting',
  OTP_RECEIVED: 'otp-received',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
} as const;

const statusWord = z.pipe(
  z.pipe(
    z.string(),
    z.transform((word: string) => word.trim().toUpperCase().replaceAll('-', '_')),
  ),
  z.enum(Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[]),
);

/** The domain's word for the provider's, or null for one that is not documented. */
export function readStatus(word: string): OrderStatus | null {
  const parsed = statusWord.safeParse(word);
  return parsed.success ? STATUS_WORDS[parsed.data] : null;
}

/** A code may come as a number in a careless fixture; as text it keeps its leading zeros. */
const code = z.pipe(
  orNull(z.union([z.string(), z.number()])),
  z.transform((value: string | number | null) => {
    const text = value === null ? '' : String(value).trim();
    return text === '' ? null : text;
  }),
);

/**
 * An order in either dialect and in any of its published forms (summary, item of a create, entry of
 * the active list): each form lacks other keys, and absent means null.
 */
const wireOrder = z.object({
  id: z.optional(id),
  order_id: z.optional(id),
  status: statusWord,
  product_id: maybeId,
  catalog_product_id: maybeId,
  phone_number: maybePhone,
  amount: maybeMoney,
  otp_code: code,
  otp_message: maybeText,
  sms_revision: maybeCount,
  created_at: maybeTime,
  expires_at: maybeTime,
  cancel_available_at: maybeTime,
  can_finish: maybeFlag,
  can_cancel: maybeFlag,
  can_resend: maybeFlag,
  resend_available_at: maybeTime,
});

type WireOrder = z.infer<typeof wireOrder>;

/** Of an order that was just created only the id matters: whatever else it says, it is owed. */
const wireCreated = z.extend(wireOrder, { status: z.catch(statusWord, 'WAITING') });

export const createdShape = said(wireCreated);

/** Parses an order and says it in the domain's words. `knownId`: what was asked for by id. */
export function orderShape(knownId?: string): z.ZodMiniType<Order> {
  return said(wireOrder, knownId);
}

/**
 * Those of a list that can be read, with the count of entries that cannot: an order of another job
 * may have a status of the future.
 */
export const orderListShape = z.pipe(
  z.array(z.unknown()),
  z.transform((entries: unknown[]) => {
    const orders = readable(orderShape()).parse(entries);
    return { orders, unreadable: entries.length - orders.length, entries: entries.length };
  }),
);

/** The same after a create, which must name at least one if it lists any: money was spent. */
export const createdOrdersShape = z.pipe(
  z.object({ orders: z.array(z.unknown()) }),
  z.transform(({ orders }: { orders: unknown[] }, context): Order[] => {
    const read = readable(createdShape).parse(orders);
    if (read.length > 0 || orders.length === 0) return read;
    context.issues.push({ code: 'custom', message: 'no order with an id', input: orders });
    return z.NEVER;
  }),
);

function readable(shape: z.ZodMiniType<Order>): z.ZodMiniType<Order[]> {
  return z.pipe(
    z.array(z.unknown()),
    z.transform((entries: unknown[]) =>
      entries.flatMap((entry) => {
        const parsed = shape.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
  );
}

function said(shape: z.ZodMiniType<WireOrder>, knownId?: string): z.ZodMiniType<Order> {
  return z.pipe(
    shape,
    z.transform((wire: WireOrder, context): Order => {
      const orderId = wire.id ?? wire.order_id ?? knownId;
      if (orderId === undefined) {
        context.issues.push({ code: 'custom', message: 'an order without an id', input: wire });
        return z.NEVER;
      }
      return {
        id: orderId,
        state: stateOf(wire),
        permissions: {
          finish: wire.can_finish,
          cancel: wire.can_cancel,
          cancelAvailableAt: wire.cancel_available_at,
        },
        resend: { allowed: wire.can_resend, availableAt: wire.resend_available_at },
        phoneNumber: wire.phone_number,
        amount: wire.amount,
        productId: wire.product_id,
        catalogProductId: wire.catalog_product_id,
        createdAt: wire.created_at,
        expiresAt: wire.expires_at,
      };
    }),
  );
}

function stateOf(wire: WireOrder): OrderState {
  const sms = smsOf(wire);
  const status = STATUS_WORDS[wire.status];
  switch (status) {
    case 'waiting':
      return { status, stale: sms };
    case 'otp-received':
      return { status, sms: sms ?? { code: null, message: null, revision: null } };
    case 'completed':
      return { status, sms };
    case 'cancelled':
    case 'expired':
      return { status };
  }
}

/** `sms_revision` alone, without code or text, also proves that a message came. */
function smsOf(wire: WireOrder): Sms | null {
  const { otp_code, otp_message, sms_revision } = wire;
  const came = otp_code !== null || Boolean(otp_message) || (sms_revision ?? 0) > 0;
  return came ? { code: otp_code, message: otp_message, revision: sms_revision } : null;
}
