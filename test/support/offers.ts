import type { Offer } from '../../src/domain/offer.ts';

export function offer(productId: string, over: Partial<Offer> = {}): Offer {
  return {
    productId,
    catalogProductId: null,
    country: 'indonesia',
    countryCode: 'ID',
    platform: 'whatsapp',
    price: 4500,
    available: 87,
    ...over,
  };
}
