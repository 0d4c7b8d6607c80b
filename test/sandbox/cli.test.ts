import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/sandbox/cli-arguments.ts';
import { runCli } from '../../src/sandbox/run-cli.ts';
import { openSandbox } from './open-sandbox.ts';

type Run = {
  readonly code: Promise<number>;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves once it is ready, and gives what ends it. */
  readonly ready: Promise<() => void>;
};

function run(...args: string[]): Run {
  let out = '';
  let err = '';
  let tell: (stop: () => void) => void = () => undefined;
  const ready = new Promise<() => void>((resolve) => {
    tell = resolve;
  });
  const code = runCli(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    onStop: tell,
  });
  return { code, ready, out: () => out, err: () => err };
}

describe('the command line', () => {
  test('says in one line of JSON where it is, and ends well when it is told to', async () => {
    const cli = run('--json', '--token', 't-1');
    const stop = await cli.ready;
    expect(cli.out().match(/\n/g)).toHaveLength(1);
    const ready = JSON.parse(cli.out()) as Record<string, string>;
    expect(Object.keys(ready)).toEqual(['url', 'guide_url', 'openapi_url', 'control_url', 'token']);
    expect(ready['url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    const headers = { authorization: 'Bearer t-1' };
    expect((await fetch(`${ready['url'] ?? ''}/balance`, { headers })).status).toBe(200);
    stop();
    expect(await cli.code).toBe(0);
    expect(cli.err()).toBe('');
  });

  test('tells people what to point at what', async () => {
    const cli = run('--token', 't-1');
    const stop = await cli.ready;
    expect(cli.out()).toMatch(/SMSCODE_API_URL=http:\/\/127\.0\.0\.1:\d+\/v1/);
    expect(cli.out()).toContain('SMSCODE_TOKEN=t-1');
    expect(cli.out()).toMatch(/curl .*\/sms/);
    stop();
    await cli.code;
  });

  test('ends well when the control port stops it', async () => {
    const cli = run('--json');
    await cli.ready;
    const { control_url: control } = JSON.parse(cli.out()) as { control_url: string };
    await fetch(`${control}/stop`, { method: 'POST' });
    expect(await cli.code).toBe(0);
  });

  test('says in one line that a port is in use, and fails', async () => {
    const { sandbox } = await openSandbox();
    const { port } = new URL(sandbox.url);
    const cli = run('--port', port);
    expect(await cli.code).toBe(1);
    expect(cli.err()).toBe(
      `sandbox: Port ${port} is in use. Give another one, or none for any free one.\n`,
    );
    expect(cli.out()).toBe('');
  });

  test.each([
    [['--wat'], "sandbox: Unknown option '--wat'. See --help.\n"],
    [['--port', 'http'], 'sandbox: --port has a wrong value. See --help.\n'],
    [['--port', '65536'], 'sandbox: --port has a wrong value. See --help.\n'],
    [['--speed', '0'], 'sandbox: --speed has a wrong value. See --help.\n'],
    [['--fault', 'cut'], 'sandbox: --fault has a wrong value. See --help.\n'],
    [
      ['--fault', '{"fault":{"kind":"html"}}'],
      'sandbox: --fault has a wrong value in fault.status. See --help.\n',
    ],
    [['--webhook-shape', 'twilio'], 'sandbox: --webhook-shape has a wrong value. See --help.\n'],
  ])('refuses %j in one line', async (args, message) => {
    const cli = run(...args);
    expect(await cli.code).toBe(1);
    expect(cli.err()).toBe(message);
  });

  test('lists every flag in its help', async () => {
    const cli = run('--help');
    expect(await cli.code).toBe(0);
    expect(cli.out()).toMatch(/--cancel-after SECONDS/);
  });

  test('turns flags into options, and leaves out what was not given', () => {
    expect(parseCommand([])).toEqual({ kind: 'run', json: false, options: { abuseGuard: {} } });
    const args =
      '--port 1 --control-port 2 --token t --speed 60 --seed s --cancel-after 0 --expires-after 9 --balance 5 --rate 30 --auto-reply 3 --webhook-url https://x.example --ban-at-cancels 4 --guide-countries --json';
    expect(parseCommand(args.split(' '))).toEqual({
      kind: 'run',
      json: true,
      options: {
        port: 1,
        controlPort: 2,
        token: 't',
        speed: 60,
        seed: 's',
        cancelAfterSeconds: 0,
        expiresAfterSeconds: 9,
        openingBalance: 5,
        ratePerMinute: 30,
        autoReply: { afterSeconds: 3 },
        webhook: { url: 'https://x.example' },
        abuseGuard: { bansAtCancels: 4 },
        guideListsCountries: true,
      },
    });
  });

  test('takes fault rules as JSON', () => {
    const rule = { match: { operation: 'create' }, fault: { kind: 'lost_reply', how: 'cut' } };
    expect(parseCommand(['--fault', JSON.stringify(rule)])).toMatchObject({
      options: { faults: [rule] },
    });
  });
});
