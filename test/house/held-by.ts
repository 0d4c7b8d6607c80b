import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { titlesIn } from './titles.ts';
import { root } from './tree.ts';

/** A link to a test: its title, and the file from the root of the repository. */
export interface NamedTest {
  title: string;
  file: string;
}

/** What is wrong with a cell that has to name tests, or to say in bold that nothing holds it. */
export function faultsOf(named: readonly NamedTest[], cell: string): string[] {
  const told = named.length > 0 || /\*\*nothing\*\*/i.test(cell);
  return told ? named.flatMap(faultOf) : ['neither a test nor "nothing"'];
}

function faultOf({ title, file }: NamedTest): string[] {
  if (!/^test\/.+\.test\.ts$/.test(file) || !existsSync(join(root, file))) {
    return [`no file of tests: ${file}`];
  }
  return titlesIn(file).includes(title) ? [] : [`no test in ${file}: ${title}`];
}
