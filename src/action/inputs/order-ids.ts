import * as z from 'zod/mini';
import { shape, splitList } from './input-shapes.ts';

/** An order that a person or another job hands over; all but the id may be unknown. */
export interface HandedOrder {
  orderId: string;
  phoneNumber: string;
  country: string;
  platform: string;
  price: number | null;
  expiresAt: number | null;
}

const text = z.optional(z.nullable(z.string()));

/** The ids of both dialects, and nothing that means more in a path or a shell. */
const ID = /^(?!\.+$)[\w.:-]{1,128}$/;

/** One element of an `orders` output. */
const handed = z.object({
  order_id: z.union([z.string().check(z.regex(ID)), z.number()]),
  phone_number: text,
  country: text,
  platform: text,
  price: z.optional(z.nullable(z.number())),
  expires_at: text,
});

/** Order ids by comma or line, or the JSON of an `orders` output. */
export const orderIds = z.pipe(
  shape<{ orders: HandedOrder[] | null }>((value) => {
    if (value === '') return { orders: null };
    const orders = readOrderIds(value);
    return orders === null ? null : { orders };
  }, 'must be order ids by comma or line, or the JSON of an "orders" output'),
  // Null where none are given: an empty list of another step is not "those of this job".
  z.transform(({ orders }: { orders: HandedOrder[] | null }) => orders),
);

function readOrderIds(value: string): HandedOrder[] | null {
  if (!value.startsWith('[') && !value.startsWith('{')) {
    const ids = splitList(value);
    return ids.every((id) => ID.test(id)) ? ids.map(bare) : null;
  }
  const parsed = z.array(handed).safeParse(parseJson(value));
  if (!parsed.success) return null;
  const orders = parsed.data.map((order) => {
    const expiresAt = Date.parse(order.expires_at ?? '');
    return {
      orderId: String(order.order_id),
      phoneNumber: order.phone_number ?? '',
      country: order.country ?? '',
      platform: order.platform ?? '',
      price: order.price ?? null,
      expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
    };
  });
  return [...new Map(orders.map((order) => [order.orderId, order])).values()];
}

function bare(orderId: string): HandedOrder {
  return { orderId, phoneNumber: '', country: '', platform: '', price: null, expiresAt: null };
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
