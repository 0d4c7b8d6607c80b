import { describe, expect, test } from 'vitest';
import { action } from '../house/github.ts';
import { HOSTILE, serveHostile } from '../support/hostile-proxy.ts';
import { commandsIn } from '../support/runner-commands.mjs';
import { DIALECTS, openWorld, type StepResult } from './world.ts';

/** Keys whose texts are spoiled: all at once ends a step early, parts of them let it go on. */
const SPOILED = {
  'every text': () => true,
  'the names in the catalog': (key: string) => /^(name|country|platform)$/.test(key),
  'what stands in an order': (key: string) => /^(id|order_id|phone_number|otp_\w+)$/.test(key),
  'what an error says': (key: string) => /^(code|message|reason|until)$/.test(key),
};

describe.each(DIALECTS)('an API with hostile texts (%s)', (dialect) => {
  describe.each(Object.entries(SPOILED))('in %s', (_, spoils) => {
    test('makes no step print a command, a control or markup, or set an output', async () => {
      const { job, rent, api, sandbox } = await openWorld(dialect, { speed: 20 });
      const url = await serveHostile(rent['api-url'] ?? '', spoils);
      const here = { 'api-url': url, 'api-dialect': dialect, 'release-timeout': '20s' };

      const steps = [
        await job.step({ ...rent, ...here, mode: 'check', country: 'ID' }),
        await job.step({ ...rent, ...here, country: 'Indonesiens' }),
        await job.step({ ...rent, ...here }),
        await job.step({ ...api, ...here, 'product-id': '42' }),
        await job.step({ ...api, ...here, 'product-id': '424242' }),
      ];
      for (const { phone_number: to } of sandbox.books().orders) {
        sandbox.deliver({ to, text: `Your code is 042917${HOSTILE}` });
      }
      steps.push(
        await job.step({ ...api, ...here, mode: 'wait', timeout: '9s' }),
        await job.step({ ...api, ...here, mode: 'wait', 'order-id': '4711', timeout: '9s' }),
        await job.step({ ...api, ...here, mode: 'release' }),
        await job.step({ ...api, ...here, token: 'unknown', mode: 'check' }),
        ...(await job.finish()),
      );

      for (const step of steps) expect(faultsOf(step)).toEqual([]);
      // It did come so far, but as text.
      expect(steps.map(({ stdout, summary }) => stdout + summary).join('\n')).toContain(
        'stop-commands::x',
      );
    });
  });
});

describe('an error that nobody caught', () => {
  test.each(['main', 'post'])('in %s is one annotation, and no command', async (entry) => {
    const { job, rent } = await openWorld('openapi');
    if (entry === 'post') await job.step(rent);
    const thrown = JSON.stringify(`Thrown ${HOSTILE}`);
    const preload = `setTimeout(() => { throw new Error(${thrown}); })`;
    job.env['NODE_OPTIONS'] = `--import data:text/javascript,${encodeURIComponent(preload)}`;

    const step = entry === 'main' ? await job.step(rent) : await job.startPost().done;

    expect(step.code).toBe(1);
    expect(step.errors).toEqual([expect.stringMatching(/Thrown +::set-output/)]);
    expect(faultsOf(step)).toEqual([]);
  });
});

/** Annotations are titled by us; what is masked is a secret, and never so short that it hides much. */
const MEANT: Record<string, (data: string, title: string | undefined) => boolean> = {
  'add-mask': (data) => data.length >= 4,
  error: (_, title) => /^Virtual number: [a-z-]+$/.test(title ?? ''),
  warning: () => true,
  notice: () => true,
};

/** What a step's log, outputs and summary hold that the action did not mean. */
function faultsOf({ stdout, stderr, outputs, summary }: StepResult): string[] {
  const commands = commandsIn(`${stdout}\n${stderr}`);
  const unmeant = commands.filter(
    ({ name, data, properties }) => MEANT[name]?.(data, properties['title']) !== true,
  );
  const errors = commands.filter(({ name }) => name === 'error').length;
  // The runner never shows what it is asked to mask.
  const lines = `${stdout}\n${stderr}`.split('\n');
  const shown = lines.filter((line) => !line.startsWith('::add-mask::')).join('\n');
  const literal = summary.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
  return [
    ...unmeant.map(({ name, data }) => `command ${name}: ${data}`),
    ...(errors > 1 ? ['more than one error'] : []),
    ...(/[^\n\P{C}]|[\u2028\u2029]/u.test(shown) ? [`control in the log: ${shown}`] : []),
    ...(/evil|octocat|<img|[^\n\P{C}]/u.test(literal) ? [`markup in the summary: ${summary}`] : []),
    ...Object.keys(outputs).filter((name) => !(name in action.outputs)),
  ];
}
