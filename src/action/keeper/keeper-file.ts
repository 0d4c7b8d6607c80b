import { existsSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { readOrNull } from '../disk/job-folder.ts';

/** How post finds the keeper of its step, also where main was killed before it could say so. */
const shape = z.object({
  port: z.number().check(z.int(), z.gte(1), z.lte(65_535)),
  /** What it stops for. */
  stopKey: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  pid: z.number(),
});

export type KeeperFile = z.infer<typeof shape>;

function pathOf(journalPath: string): string {
  return `${journalPath}.keeper`;
}

export function hasKeeperFile(journalPath: string): boolean {
  return existsSync(pathOf(journalPath));
}

/** Nobody ever sees it unfinished, and only its owner reads it. Throws. */
export function writeKeeperFile(journalPath: string, file: KeeperFile): void {
  const draft = `${pathOf(journalPath)}.draft`;
  writeFileSync(draft, JSON.stringify(file), { flag: 'wx', mode: 0o600 });
  renameSync(draft, pathOf(journalPath));
}

export function readKeeperFile(journalPath: string): KeeperFile | null {
  try {
    const parsed = shape.safeParse(JSON.parse(readOrNull(pathOf(journalPath)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
