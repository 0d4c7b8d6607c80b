import { countryOf, serviceOf } from '../../catalog/catalog.ts';
import type { Offer } from '../../core/inventory.ts';
import { done, refused } from '../../core/refusal.ts';
import { all, clamp, wholeNumber } from '../parse.ts';
import type { Handler, Route } from '../route.ts';
import { countryView, operatorView, productView, serviceView } from './catalog-views.ts';

const countries: Handler = (_call, { account }) =>
  done({ data: account.catalog.countries.map(countryView) });

/** With a country: the services that are sold there. */
const services: Handler = ({ query }, { account }) => {
  const countryId = wholeNumber(query, 'country_id');
  if (!countryId.ok) return countryId;
  const sold = new Set(
    account.inventory
      .offers()
      .filter(forIds(countryId.value))
      .map((offer) => offer.serviceId),
  );
  const listed = account.catalog.services.filter((service) => sold.has(service.id));
  return done({ data: listed.map(serviceView) });
};

const operators: Handler = ({ query }, { account }) => {
  const ids = all(wholeNumber(query, 'country_id'), wholeNumber(query, 'platform_id'));
  if (!ids.ok) return ids;
  const [countryId, platformId] = ids.value;
  const missing = [
    ...(countryId === undefined ? ['country_id'] : []),
    ...(platformId === undefined ? ['platform_id'] : []),
  ];
  if (missing.length > 0) {
    const fields = Object.fromEntries(missing.map((name) => [name, 'is required']));
    return refused({ kind: 'invalid', fields });
  }
  const offers = account.inventory.offers().filter(forIds(countryId, platformId));
  const byId = new Map(offers.map((offer) => [offer.operator.id, offer.operator]));
  return done({ data: [...byId.values()].map(operatorView) });
};

const products: Handler = ({ query }, { account }) => {
  const parsed = all(
    wholeNumber(query, 'country_id'),
    wholeNumber(query, 'platform_id'),
    wholeNumber(query, 'operator_id'),
    wholeNumber(query, 'limit'),
    wholeNumber(query, 'page'),
  );
  if (!parsed.ok) return parsed;
  const [countryId, platformId, operatorId, askedLimit, askedPage] = parsed.value;
  const sort = query.get('sort');
  if (sort !== null && sort !== 'price_asc') {
    return refused({ kind: 'invalid', fields: { sort: 'must be price_asc' } });
  }
  const limit = clamp(askedLimit ?? 1000, 1, 10_000);
  const page = Math.max(1, askedPage ?? 1);

  const matching = account.inventory
    .offers()
    .filter(forIds(countryId, platformId))
    .filter((offer) => operatorId === undefined || offer.operator.id === operatorId);
  const ordered = sort === null ? matching : matching.toSorted((a, b) => a.price - b.price);
  const data = ordered.slice((page - 1) * limit, page * limit).map((offer) => {
    const country = countryOf(account.catalog, offer).name;
    return productView(offer, `${serviceOf(account.catalog, offer).name} ${country}`);
  });
  return done({ data, meta: { page, limit, count: data.length } });
};

function forIds(countryId?: number, platformId?: number): (offer: Offer) => boolean {
  return (offer) =>
    (countryId === undefined || offer.countryId === countryId) &&
    (platformId === undefined || offer.serviceId === platformId);
}

export const catalogRoutes: readonly Route[] = [
  { operation: 'countries', method: 'GET', path: 'catalog/countries', handle: countries },
  { operation: 'services', method: 'GET', path: 'catalog/services', handle: services },
  { operation: 'operators', method: 'GET', path: 'catalog/operators', handle: operators },
  { operation: 'products', method: 'GET', path: 'catalog/products', handle: products },
];
