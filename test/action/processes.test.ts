import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, isRunning, markOf } from '../../src/action/runtime/processes.ts';

const NOBODY = 4_194_305; // above the largest id that Linux gives

function start(program: string) {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a process', () => {
  test('runs until it ends', async () => {
    const child = start('setInterval(() => {}, 1e6)');
    const mark = markOf(child.pid ?? 0);
    expect([isRunning(mark), isAlive(mark.pid)]).toEqual([true, true]);

    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;

    expect([isRunning(mark), isAlive(mark.pid)]).toEqual([false, false]);
  });

  test('that began at another time is another one of the same id', () => {
    const mark = markOf(process.pid);

    expect(mark.startedAt).toMatch(/^\d+$/);
    expect(isRunning(mark)).toBe(true);
    expect(isRunning({ ...mark, startedAt: '1' })).toBe(false);
  });

  test('that has ended and that nobody has reaped does not run', async () => {
    // "sh" starts a child that ends, and becomes "sleep", which never reaps it.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.on('data', (chunk) => resolve(Number(String(chunk)))),
    );
    const mark = markOf(pid);

    await expect.poll(() => isRunning(mark)).toBe(false);
    expect(isAlive(pid)).toBe(true);
  });

  test('is told by its id alone where its start is not known', () => {
    expect(isRunning({ pid: process.pid, startedAt: null })).toBe(true);
    expect(isRunning({ pid: NOBODY, startedAt: null })).toBe(false);
    expect(markOf(NOBODY)).toEqual({ pid: NOBODY, startedAt: null });
  });
});
