import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { action, diagnose, faults } from './github.ts';
import { read, root } from './tree.ts';

const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);

interface Workflow {
  permissions?: unknown;
  jobs: Record<string, { permissions?: unknown; 'timeout-minutes'?: number; uses?: string }>;
}

describe.each(workflows)('%s', (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  test('is valid, and gives our action only inputs that it has', async () => {
    expect(await faults(file, text)).toEqual([]);
  });

  test('pins every action to a commit, with its version beside it', () => {
    const uses = text.match(/^.*\buses:.*$/gm) ?? [];
    const pinned = /uses: (?:\.\/\S*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
  });

  test('says which permissions it needs', () => {
    expect([workflow, ...jobs].some(({ permissions }) => permissions !== undefined)).toBe(true);
  });

  test('limits the time of every job that runs steps', () => {
    const limits = jobs
      .filter(({ uses }) => uses === undefined)
      .map((job) => job['timeout-minutes']);
    expect(limits).not.toContain(undefined);
  });
});

describe('the checks see', () => {
  const ours = (uses: string, input: string, output: string) => `on: push
jobs:
  otp:
    runs-on: ubuntu-latest
    steps:
      - id: number
        uses: ${uses}
        with:
          ${input}: whatsapp
      - run: echo "$PHONE"
        env:
          PHONE: \${{ steps.number.outputs.${output} }}
`;

  test('nothing wrong with a right workflow', async () => {
    expect(await faults('right.yml', ours('./', 'platform', 'phone-number'))).toEqual([]);
  });

  test.each(['./', 'your-org/virtual-number-action@v1'])(
    'an input that %s does not have',
    async (uses) => {
      const [fault] = await faults('wrong.yml', ours(uses, 'plattform', 'phone-number'));
      expect(fault).toBe('wrong.yml action.yml has no input "plattform"');
    },
  );

  test('an output that the action does not have', async () => {
    const [fault] = await faults('wrong.yml', ours('./', 'platform', 'phone'));
    expect(fault).toBe('wrong.yml action.yml has no output "phone"');
  });

  test('what actionlint finds', async () => {
    const [fault] = await faults('wrong.yml', 'on: push\njobs: {}\n');
    expect(fault).toContain('"jobs" section should not be empty');
  });

  test("what GitHub's language service finds", async () => {
    const text = read('action.yml').replace('using: node20', 'using: node7');
    expect(await diagnose('action.yml', text)).toEqual([
      expect.stringMatching(/^action\.yml:\d+ Unexpected value 'node7'$/),
    ]);
  });
});

describe('action.yml', () => {
  test("is valid for GitHub's language service", async () => {
    expect(await diagnose('action.yml', read('action.yml'))).toEqual([]);
  });

  test('runs files that exist', () => {
    const { runs } = parse(read('action.yml')) as { runs: { main: string; post: string } };
    expect([runs.main, runs.post].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test("keeps the Marketplace's limit of 125 characters for its description", () => {
    const { description } = parse(read('action.yml')) as { description: string };
    expect(description.length).toBeLessThanOrEqual(125);
  });

  test.each(Object.entries({ ...action.inputs, ...action.outputs }))(
    '%s has a name in lower case and hyphens, and a description in one paragraph',
    (name, { description }) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(description).toMatch(/^.+\.$/);
    },
  );

  test('has no default that is not text, since the runner passes text', () => {
    const defaults = Object.values(action.inputs).map((input) => input.default ?? '');
    expect(defaults.filter((value) => typeof value !== 'string')).toEqual([]);
  });
});
