/** A copy of a JSON value with values set and dropped by dotted paths. Setting makes missing parents. */
export function patched(
  value: unknown,
  set: Readonly<Record<string, unknown>>,
  drop: readonly string[],
): unknown {
  const copy: unknown = structuredClone(value);
  for (const [path, replacement] of Object.entries(set)) {
    const { parent, key } = reach(copy, path, 'make');
    if (parent !== undefined) parent[key] = replacement;
  }
  for (const path of drop) {
    const { parent, key } = reach(copy, path, 'leave');
    if (parent !== undefined) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

function reach(
  root: unknown,
  path: string,
  missingParents: 'make' | 'leave',
): { readonly parent: Record<string, unknown> | undefined; readonly key: string } {
  const steps = path.split('.');
  const key = steps.pop() ?? '';
  let parent = isContainer(root) ? root : undefined;
  for (const step of steps) {
    if (parent === undefined) break;
    if (missingParents === 'make') parent[step] ??= {};
    const child: unknown = parent[step];
    parent = isContainer(child) ? child : undefined;
  }
  return { parent, key };
}

/** Arrays too: `data.orders.0` reaches into one by its index. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
