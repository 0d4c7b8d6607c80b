import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';

export function productGone(productId: string): Failure {
  return new Failure(
    'no-stock',
    `Product ${productId} has no number left. Set another "product-id", or name "platform" and "country" instead, so that the next product can be tried.`,
  );
}

/** The price can rise between catalog and purchase; such a number is given back, not kept. */
export function refuseHigherPrice(lease: Lease, maxPrice: number | null): void {
  if (maxPrice === null || lease.price === null || lease.price <= maxPrice) return;
  throw new Failure(
    'price-too-high',
    `The provider charged ${String(lease.price)} IDR for order ${lease.orderId}, above the "max-price" of ${String(maxPrice)} IDR. The number is given back. Raise "max-price", or set "catalog-ttl: 0".`,
    { orderId: lease.orderId },
  );
}

export function interruptedWhileRenting(): Failure {
  return new Failure(
    'interrupted',
    'The step was stopped while renting. Nothing more is bought; what was rented is given back by the post step.',
  );
}
