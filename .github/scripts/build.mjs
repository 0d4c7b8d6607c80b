import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle, dist, filesIn } from './bundle.mjs';

const files = await bundle();
for (const [name, content] of files) {
  const file = join(dist, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
for (const name of filesIn(dist)) if (!files.has(name)) rmSync(join(dist, name));
