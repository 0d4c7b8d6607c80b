import { segmentsOf } from '../http/path.ts';

export type Dialect = 'guide' | 'openapi';

/** Which dialects a base speaks, and the request's path behind that base. */
export type Surface = {
  readonly dialects: readonly Dialect[];
  readonly segments: readonly string[];
};

/**
 * `/guide/v1` and `/openapi/v1` speak one dialect each. `/v1`, and no base at all, speak both at
 * once. The `/v1` may be left out behind a dialect too, as the vendor's own clients leave it out.
 */
export function surfaceOf(path: string): Surface {
  const segments = segmentsOf(path);
  const [first] = segments;
  const dialects: readonly Dialect[] =
    first === 'guide' ? ['guide'] : first === 'openapi' ? ['openapi'] : ['guide', 'openapi'];
  const behindDialect = dialects.length === 1 ? segments.slice(1) : segments;
  return {
    dialects,
    segments: behindDialect[0] === 'v1' ? behindDialect.slice(1) : behindDialect,
  };
}
