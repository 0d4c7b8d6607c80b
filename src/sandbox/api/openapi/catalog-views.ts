import type { Country, Operator, Service } from '../../catalog/catalog.ts';
import type { Offer } from '../../core/inventory.ts';

export function countryView(country: Country) {
  return {
    id: country.id,
    code: country.code,
    name: country.name,
    dial_code: country.dialCode,
    emoji: country.emoji,
    active: country.active,
  };
}

export function serviceView(service: Service) {
  return { id: service.id, code: service.code, name: service.name, active: service.active };
}

/** The shape of an operator is not documented. */
export function operatorView(operator: Operator) {
  return { id: operator.id, name: operator.name, active: true };
}

export function productView(offer: Offer, name: string) {
  return {
    id: offer.id,
    name,
    country_id: offer.countryId,
    platform_id: offer.serviceId,
    available: offer.available,
    price: offer.price,
    active: offer.active,
    catalog_product_id: offer.catalogProductId,
    operator_id: offer.operator.id,
    operator_name: offer.operator.name,
  };
}
