import type { Process } from './process-table.ts';

/** The process that a command began with. */
export type Root = Pick<Process, 'pid' | 'born'>;

export function nameOf({ pid, born }: Root): string {
  return `${String(pid)} ${born}`;
}

/**
 * What a command started and still lives: its root with its process group, what carries its mark,
 * what was of the family when it was last looked at, and all their descendants, also those that have
 * a session of their own, as browsers do. A process of a recycled id is nobody's.
 *
 * @param known names of members that were seen before; see {@link nameOf}
 */
export function familyOf(
  root: Root,
  known: ReadonlySet<string>,
  table: readonly Process[],
): Process[] {
  const isRecycled = table.some(({ pid, born }) => pid === root.pid && born !== root.born);
  const members = new Map<number, Process>();
  const isOne = (one: Process): boolean =>
    one.marked ||
    known.has(nameOf(one)) ||
    (one.group === root.pid && !isRecycled) ||
    members.has(one.parent);
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const one of table) if (isOne(one)) members.set(one.pid, one);
  }
  return [...members.values()];
}
