import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder for the runner's user alone, or takes the one that is there. Throws for what may
 * lead elsewhere or belongs to somebody else: another step, job or user can have put it there.
 *
 * @param me the id of this process's user, undefined where users have none (Windows)
 */
export function makeOwnFolder(
  path: string,
  me = process.getuid?.(),
  look: (path: string) => Stats = lstatSync,
): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = look(path);
  if (!found.isDirectory()) throw new Error('it is a link, not a folder; remove it');
  if (me === undefined) return;
  // Where a file system maps users (containers, network), all that we make is its parent's owner's.
  if (found.uid !== me && found.uid !== look(dirname(path)).uid) {
    throw new Error('it belongs to another user of this machine; remove it');
  }
  if ((found.mode & 0o077) !== 0) tighten(path);
}

function tighten(path: string): void {
  try {
    chmodSync(path, 0o700);
  } catch {
    // A file system without modes. What is in there is made readable for its owner alone anyway.
  }
}
