import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * The release protocol broken on purpose. Each mutant is the source with a few words replaced; a
 * harness that lets one live proves nothing. What a mutant is about must be in the source word for
 * word: when it is rewritten, the mutant is to be aimed anew, and says so.
 *
 * @typedef {object} Mutant
 * @property {string} breaks the rule that no longer holds in it
 * @property {readonly { file: string, from: string, to: string }[]} edits `file` beneath src/
 */

/** @type {readonly Mutant[]} */
export const MUTANTS = [
  {
    breaks: 'the intent is on disk before the purchase leaves',
    edits: [
      {
        file: 'modes/buy.ts',
        from: `    journal.append({ type: 'intent', intent });`,
        to: `    void journal;`,
      },
      {
        file: 'modes/buy.ts',
        from: `  let reply = await provider.purchase(request, careful);`,
        to: `  let reply = await provider.purchase(request, careful);
  journal.append({ type: 'intent', intent });`,
      },
    ],
  },
  {
    breaks: 'a purchase without an answer is repeated with its own key',
    edits: [
      {
        file: 'modes/recover.ts',
        from: `idempotencyKey: intent.key`,
        to: `idempotencyKey: ports.random.hex(16)`,
      },
    ],
  },
  {
    breaks: 'after a cancel without a clear answer the order is read again',
    edits: [
      {
        file: 'modes/give-back.ts',
        from: `if (reply.outcome === 'refused') return`,
        to: `if (reply.outcome === 'refused' && reply.failure.kind === 'provider-outage')
          return closed(lease, now, PAST[step.do], ports);
        if (reply.outcome === 'refused') return`,
      },
    ],
  },
  {
    breaks: 'a guide server is never sent the same purchase twice',
    edits: [
      {
        file: 'smscode/retry-rule.ts',
        from: `if (repeatable !== 'always') return 'never';`,
        to: `if (repeatable === 'rate-limited-only') return 'never';`,
      },
    ],
  },
  {
    breaks: 'a sweep leaves alone what a run in progress has recorded',
    edits: [
      {
        file: 'action/ledger/github-records.ts',
        from: `return status === 'completed' ? 'finished' : 'going';`,
        to: `return status === null ? 'going' : 'finished';`,
      },
    ],
  },
];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the action from the source with these edits, into a folder of its own: file by file, not
 * bundled, which takes a second. (`[]`: the action as it is.)
 *
 * @param {Mutant['edits']} edits
 * @returns {{ dist: string, remove: () => void }}
 */
export function buildWith(edits) {
  // Beneath node_modules, where packages are found and git does not look.
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'mutant-'));
  for (const { file } of edits) readFileSync(join(ROOT, 'src', file));
  const names = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  for (const name of names) {
    if (!name.endsWith('.ts') || name.startsWith('sandbox')) continue;
    const text = edited(readFileSync(join(ROOT, 'src', name), 'utf8'), name, edits);
    const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS });
    write(join(folder, 'src', name.replace(/\.ts$/, '.js')), outputText);
  }
  write(join(folder, 'package.json'), '{ "type": "module" }');
  for (const entry of ['main', 'post']) {
    write(join(folder, entry, 'index.js'), `import '../src/${entry}.js';\n`);
  }
  return { dist: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/**
 * @param {string} text
 * @param {string} name
 * @param {Mutant['edits']} edits
 */
function edited(text, name, edits) {
  let changed = text;
  for (const { file, from, to } of edits) {
    if (file !== name.replaceAll('\\', '/')) continue;
    if (changed.split(from).length !== 2) {
      throw new Error(`src/${file} does not say exactly once: ${from}. Aim the mutant anew.`);
    }
    changed = changed.replace(from, () => to);
  }
  return changed;
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
