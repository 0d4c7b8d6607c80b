import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exchange } from '../support/plain-http.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { hasEnded, keepersOf, mortal, serve, timePasses, type Keeper } from './keepers.ts';
import { openWorld, TOKEN, type World } from './world.ts';

describe('the token', () => {
  test('is neither on the command line of the keeper nor in its environment', async () => {
    const world = await openWorld('openapi', { env: { SMSCODE_TOKEN: TOKEN, APP_SECRET: 'hush' } });
    const { keeper } = await serve(world);

    const shown = ['cmdline', 'environ'].map((name) => ofProcess(keeper, name)).join('\0');

    expect(shown).toContain('keeper');
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain('hush');
    expect(shown).not.toMatch(/INPUT_|STATE_|GITHUB_|ACTIONS_/);
  });

  test('is in no file beside the journal, and the key that stops the keeper only for its owner', async () => {
    const world = await openWorld('openapi');
    await serve(world);

    const folder = join(world.job.temp, 'virtual-number');
    const files = readdirSync(folder).map((name) => join(folder, name));
    const key = files.filter((path) => path.endsWith('.keeper'));

    expect(files.map((path) => readFileSync(path, 'utf8')).join('\n')).not.toContain(TOKEN);
    expect(key.map((path) => statSync(path).mode & 0o777)).toEqual([0o600]);
  });

  test('is in no answer', async () => {
    const world = await openWorld('openapi');
    const { step, url, keeper } = await serve(world);
    world.send(step, 'Your code is 042917');

    const answers = [
      await exchange(url),
      await exchange(`${url}?after=x`),
      await exchange(`http://127.0.0.1:${String(keeper.port)}/stop`, { method: 'POST' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401]);
    expect(JSON.stringify(answers)).not.toContain(TOKEN);
  });
});

test('a thousand requests leave the keeper below 60 MiB', async () => {
  const world = await openWorld('openapi', { ratePerMinute: 100_000 });
  const { step, url, keeper } = await serve(world, { 'requests-per-minute': '100000' });
  world.send(step, 'Your code is 042917');

  for (let round = 0; round < 50; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(url)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  }

  expect(mebibytes(keeper, 'VmRSS')).toBeLessThan(60);
});

describe('post gives back, whatever became of the keeper:', () => {
  test('it was killed', async () => {
    const world = await openWorld('openapi');
    const { keeper } = await serve(world);
    process.kill(keeper.pid, 'SIGKILL');
    await hasEnded(keeper);

    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test.each(['SIGTERM', 'SIGINT'])('it was told to end (%s)', async (signal) => {
    const world = await openWorld('openapi');
    const { keeper } = await serve(world);
    process.kill(keeper.pid, signal);
    await hasEnded(keeper);
    expect(world.orders()[0]?.state).toBe('waiting');

    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test('it hangs', async () => {
    const world = await openWorld('openapi');
    const { keeper } = await serve(world);
    process.kill(keeper.pid, 'SIGSTOP');

    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test('another process has its port', async () => {
    const world = await openWorld('openapi');
    const { keeper } = await serve(world);
    process.kill(keeper.pid, 'SIGKILL');
    await hasEnded(keeper);
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.end('hello');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    writeFileSync(keeperFile(world), JSON.stringify({ ...keeper, port }));
    onTestFinished(() => void other.close());

    expect(await afterPost(world)).toEqual(GIVEN_BACK);

    expect(asked).toEqual(['POST /stop']);
  });

  test('what it wrote down is damaged', async () => {
    const world = await openWorld('openapi', { speed: 20 });
    const { keeper } = await serve(world);
    writeFileSync(keeperFile(world), '{"port":');

    expect(await afterPost(world)).toEqual(GIVEN_BACK);

    // Post has left its mark as well.
    await hasEnded(keeper);
  });
});

test('main that is killed when its keeper has just begun leaves a keeper that post ends', async () => {
  const world = await openWorld('openapi');
  const pipe = join(tempFolder(), 'nobody-reads');
  execFileSync('sh', ['-c', `mkfifo "$1"`, 'sh', pipe]);
  const { launch } = world.job;
  // Main hangs when it exports its variables, which is right after the keeper has begun.
  world.job.launch = (file, args, options) =>
    launch(file, args, { ...options, env: { ...options.env, GITHUB_ENV: pipe } });
  const main = world.start({ ...world.rent, serve: 'true' });
  await vi.waitFor(() => expect(keepersOf(world.job)).toHaveLength(1), { timeout: 10_000 });
  const [keeper] = keepersOf(world.job) as [Keeper];
  mortal(keeper);
  main.child.kill('SIGKILL');
  await main.done;
  world.job.launch = launch;

  expect(await afterPost(world)).toEqual(GIVEN_BACK);

  await hasEnded(keeper);
});

describe('a keeper that does not begin', () => {
  test('fails the step in words, and post gives the number back', async () => {
    const world = await openWorld('openapi');
    withKeeper(world, 'process.exit(9);');

    const step = await world.job.step({ ...world.rent, serve: 'true' });

    expect(step).toMatchObject({ code: 1, outputs: { failure: 'network' } });
    expect(step.errors).toEqual([expect.stringMatching(/exit code 9.*"mode: wait"/)]);
    expect(step.outputs).not.toHaveProperty('otp-url');
    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test('also with "auto-release: false": no other job was told of the number', async () => {
    const world = await openWorld('openapi');
    withKeeper(world, 'process.exit(9);');
    await world.job.step({
      ...world.rent,
      serve: 'true',
      'auto-release': 'false',
      tolerate: 'network',
    });

    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test('is ended, if it never answers, by a step that is stopped twice', async () => {
    const world = await openWorld('openapi');
    const mark = join(tempFolder(), 'pid');
    withKeeper(
      world,
      `import('node:fs').then(({ writeFileSync }) => writeFileSync(${JSON.stringify(mark)}, String(process.pid)));
       setInterval(() => undefined, 1_000_000);`,
    );
    const main = world.start({ ...world.rent, serve: 'true' });
    const pid = await vi.waitFor(
      () => {
        const text = readFileSync(mark, 'utf8');
        expect(text).not.toBe('');
        return Number(text);
      },
      { timeout: 10_000 },
    );

    main.child.kill('SIGINT');
    main.child.kill('SIGINT');
    const stopped = await main.done;

    expect(stopped).toMatchObject({ code: 1, outputs: { failure: 'interrupted' } });
    expect(stopped.errors).toHaveLength(1);
    await hasEnded({ pid, port: 0, stopKey: '' });
    expect(await afterPost(world)).toEqual(GIVEN_BACK);
  });

  test('is not waited for beyond a minute', async () => {
    const world = await openWorld('openapi', { speed: 20 });
    withKeeper(world, 'setInterval(() => undefined, 1_000_000);');

    const step = await world.job.step({ ...world.rent, serve: 'true' });

    expect(step.errors).toEqual([expect.stringContaining('did not answer in time')]);
  });

  test.each([
    ['main is gone before it told anything', 'disconnect'],
    ['main tells what is no configuration', 'nonsense'],
  ])('since %s, ends', async (_, what) => {
    const { job } = await openWorld('openapi');
    const child = spawn(job.node, [join(job.dist, 'keeper', 'index.js')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {},
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => (said += String(chunk)));
    }
    const ended = new Promise((resolve) => child.on('exit', resolve));

    if (what === 'disconnect') child.disconnect();
    else child.send({ token: TOKEN, leases: 'none' });

    expect([await ended, said]).toEqual([1, '']);
  });
});

test('who knows a URL cannot end the keeper by it', async () => {
  const world = await openWorld('openapi');
  const { url, keeper } = await serve(world);
  const stop = `http://127.0.0.1:${String(keeper.port)}/stop`;

  const statuses = [];
  for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: keeper.stopKey }]) {
    statuses.push((await exchange(stop, { method: 'POST', headers })).status);
  }

  expect(statuses).toEqual([401, 401, 401]);
  await timePasses(world, 1);
  expect((await exchange(url, { method: 'HEAD' })).status).toBe(200);
});

/** What becomes of the one order in post. */
async function afterPost({ job, orders }: World) {
  const { code, errors, warnings } = await job.startPost().done;
  return { code, errors, warnings, orders: orders().map(({ state }) => state) };
}

const GIVEN_BACK = { code: 0, errors: [], warnings: [], orders: ['cancelled'] };

/** Another program in place of the keeper. */
function withKeeper(world: World, program: string): void {
  const dist = tempFolder();
  cpSync(world.job.dist, dist, { recursive: true });
  rmSync(join(dist, 'keeper'), { recursive: true });
  cpSync(join(world.job.dist, 'post', 'package.json'), join(dist, 'keeper', 'package.json'));
  writeFileSync(join(dist, 'keeper', 'index.js'), program);
  world.job.dist = dist;
}

function keeperFile({ job }: World): string {
  const folder = join(job.temp, 'virtual-number');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.keeper'));
  return join(folder, name);
}

function ofProcess({ pid }: Keeper, name: string): string {
  return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
}

function mebibytes(keeper: Keeper, name: string): number {
  const [, kib] =
    new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(ofProcess(keeper, 'status')) ?? [];
  return Number(kib) / 1024;
}
