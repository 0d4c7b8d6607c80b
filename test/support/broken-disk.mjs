import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Preloaded by `node --import`: writing to paths that match BROKEN_DISK.path fails with the given
 * code, from the n-th such write on; `half` lets the first that fails write half of its bytes, as a
 * disk does that fills up.
 *
 * @type {{ path: string, code: string, from: number, half: boolean }}
 */
const broken = JSON.parse(process.env['BROKEN_DISK'] ?? '');
const pattern = new RegExp(broken.path);
let writes = 0;
/** Node appends by calling its own writeFileSync: that is one write, not two. */
let inside = false;

for (const name of ['writeFileSync', 'appendFileSync', 'mkdirSync', 'linkSync', 'renameSync']) {
  /** @type {(...args: unknown[]) => unknown} */
  const original = Reflect.get(fs, name);
  Reflect.set(fs, name, (/** @type {unknown[]} */ ...args) => {
    if (inside || !pattern.test(String(args[0]))) return original(...args);
    writes += 1;
    const isHalf = broken.half && writes === broken.from;
    if (writes < broken.from || isHalf) {
      const [path, text, ...options] = args;
      const written = isHalf
        ? [path, String(text).slice(0, String(text).length / 2)]
        : [path, text];
      inside = true;
      try {
        const result = original(...written, ...options);
        if (!isHalf) return result;
      } finally {
        inside = false;
      }
    }
    throw Object.assign(new Error(`${broken.code}: the disk is broken, '${String(args[0])}'`), {
      code: broken.code,
    });
  });
}
syncBuiltinESMExports();
