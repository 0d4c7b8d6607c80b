import ts from 'typescript';
import { read } from './tree.ts';

/**
 * Titles of the tests in a file as vitest prints them, `describe > test`, without the place of the
 * dialect. Read from the source: a title that is put together at run time is not found.
 */
export function titlesIn(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? titled(node) : null;
    if (call?.kind === 'test') titles.push([...above, call.title].join(' > '));
    const path = call?.kind === 'describe' ? [...above, call.title] : above;
    ts.forEachChild(node, (child) => {
      visit(child, path);
    });
  };
  visit(source, []);
  return titles;
}

/** `test('…')`, `describe('…')`, and either with `.each(…)` before the title. */
function titled(call: ts.CallExpression): { kind: string; title: string } | null {
  const [first] = call.arguments;
  const kind = /^(test|describe)\b/.exec(call.expression.getText())?.[1];
  if (kind === undefined || first === undefined || !ts.isStringLiteralLike(first)) return null;
  return { kind, title: first.text.replace(' (%s)', '') };
}
