import * as z from 'zod/mini';
import { id, maybeId, maybeText, money, orNull } from './wire.ts';

const count = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
  z.transform((value: number | string) => Math.max(0, Math.floor(Number(value)))),
);

export const offerShape = { price: money, stock: count };

export const balanceShape = z.object({ balance: money });

export const countriesShape = z.array(z.object({ id, name: z.string(), code: maybeText }));
export type Country = z.infer<typeof countriesShape>[number];

export const servicesShape = z.array(z.object({ id, name: z.string(), code: maybeText }));
export type Service = z.infer<typeof servicesShape>[number];

export const productsShape = z.array(
  z.object({
    id,
    price: money,
    available: count,
    active: orNull(z.boolean()),
    country_id: maybeId,
    platform_id: maybeId,
    catalog_product_id: maybeId,
  }),
);
export type Product = z.infer<typeof productsShape>[number];
