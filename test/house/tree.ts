import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the repository, by its path from the top. */
export function read(path: string) {
  return readFileSync(join(root, path), 'utf8');
}
