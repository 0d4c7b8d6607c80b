import type { Refusal } from '../core/refusal.ts';
import { paramsOf } from '../http/path.ts';
import { guideRoutes } from './guide/routes.ts';
import { openapiRoutes } from './openapi/routes.ts';
import type { Route } from './route.ts';
import type { Dialect, Surface } from './surface.ts';

export type Routed =
  | {
      readonly kind: 'route';
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
      readonly dialect: Dialect;
      /** Both dialects mean the same by it, word for word: nothing tells them apart. */
      readonly shared: boolean;
    }
  | { readonly kind: 'miss'; readonly dialect: Dialect; readonly refusal: Refusal };

const ROUTES: Readonly<Record<Dialect, readonly Route[]>> = {
  guide: guideRoutes,
  openapi: openapiRoutes,
};

export function findRoute(surface: Surface, method: string, query: URLSearchParams): Routed {
  const spokenHere = surface.dialects.flatMap((dialect) =>
    ROUTES[dialect].flatMap((route) => {
      const params = paramsOf(route.path, surface.segments);
      return params === undefined ? [] : [{ dialect, route, params }];
    }),
  );
  const speaksBoth = surface.dialects.length > 1;
  const candidates = spokenHere
    .filter(({ route }) => route.method === method)
    .filter(({ route, params }) => !speaksBoth || (route.form?.({ params, query }) ?? true));
  const [found] = candidates;
  if (found !== undefined) {
    const shared = candidates.some(({ dialect }) => dialect !== found.dialect);
    return { kind: 'route', ...found, shared: shared && found.route.form === undefined };
  }
  const allow = [...new Set(spokenHere.map(({ route }) => route.method))];
  return {
    kind: 'miss',
    dialect: speaksBoth ? 'openapi' : (surface.dialects[0] ?? 'openapi'),
    refusal:
      allow.length === 0 ? { kind: 'no-such-endpoint' } : { kind: 'method-not-allowed', allow },
  };
}
