import type { Route } from '../route.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { purchaseRoutes } from './purchase-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { done } from '../../core/refusal.ts';

export const openapiRoutes: readonly Route[] = [
  {
    operation: 'balance',
    method: 'GET',
    path: 'balance',
    handle: (_call, { account }) =>
      done({ data: { currency: 'IDR', balance: account.ledger.balance } }),
  },
  ...catalogRoutes,
  ...purchaseRoutes,
  ...orderRoutes,
  ...webhookRoutes,
];
