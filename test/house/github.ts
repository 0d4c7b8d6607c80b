import { validate } from '@actions/languageservice';
import { parse } from 'yaml';
import { findings, type Action } from '../../.github/scripts/workflows.mjs';
import { read } from './tree.ts';

export const action = parse(read('action.yml')) as Action & {
  inputs: Record<string, { description: string; default?: string }>;
  outputs: Record<string, { description: string }>;
};

let documents = 0;

/** What GitHub's own language service finds in a workflow or an action.yml. */
export async function diagnose(file: string, text: string): Promise<string[]> {
  documents += 1; // it caches by URI
  const uri = `file:///${String(documents)}/${file}`;
  const document = { uri, getText: () => text } as Parameters<typeof validate>[0];
  const diagnostics = await validate(document);
  return diagnostics.map(
    ({ message, range }) =>
      `${file}:${String(range.start.line + 1)} ${typeof message === 'string' ? message : message.value}`,
  );
}

/** What actionlint, GitHub's language service and action.yml have against a workflow. */
export async function faults(file: string, text: string): Promise<string[]> {
  return [...(await findings(text, file, action)), ...(await diagnose(file, text))];
}
