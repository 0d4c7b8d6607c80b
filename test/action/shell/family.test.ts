import { describe, expect, test } from 'vitest';
import { CANCEL, CLEAR, Family, type FamilyPorts } from '../../../src/action/shell/end-family.ts';
import { familyOf } from '../../../src/action/shell/family.ts';
import { fromPs, type Process } from '../../../src/action/shell/process-table.ts';
import { FakeClock, START } from '../../support/fake-clock.ts';

const ROOT = { pid: 10, born: 'b' };

function one(pid: number, parent: number, more: Partial<Process> = {}): Process {
  return { pid, parent, group: pid, born: 'b', marked: false, ...more };
}

const SHELL = one(10, 1);
const BROWSER = one(11, 10);
const TAB = one(12, 11);
const STRANGER = one(20, 1);

function pids(table: Process[], known: string[] = []): number[] {
  return familyOf(ROOT, new Set(known), table).map(({ pid }) => pid);
}

describe('to a command belongs', () => {
  test('what it started, and what that started in sessions of its own, in whatever order', () => {
    expect(pids([TAB, STRANGER, BROWSER, SHELL]).toSorted()).toEqual([10, 11, 12]);
  });

  test('its process group, also when the shell has ended', () => {
    expect(pids([one(13, 1, { group: 10 }), STRANGER])).toEqual([13]);
  });

  test('what carries its mark, wherever its parents are', () => {
    expect(pids([one(14, 1, { marked: true }), STRANGER])).toEqual([14]);
  });

  test('what was seen of it before its parents ended', () => {
    expect(pids([TAB, one(15, 12), STRANGER], ['12 b'])).toEqual([12, 15]);
  });

  test('no process that has got the id of one that ended', () => {
    expect(pids([one(10, 1, { born: 'later' }), one(12, 1, { born: 'later' })], ['12 b'])).toEqual(
      [],
    );
  });
});

/** A machine whose processes end by the signals that they do not ignore. */
function machine(table: Process[], ignores: Record<number, NodeJS.Signals[]> = {}) {
  let living = table;
  const told: string[] = [];
  const clock = new FakeClock();
  const ports: FamilyPorts = {
    clock,
    table: () => living,
    signal: (pid, signal) => {
      told.push(`${signal} ${String(pid)}`);
      if (ignores[pid]?.includes(signal) !== true) {
        // Whoever loses its parent belongs to init.
        living = living
          .filter((each) => each.pid !== pid)
          .map((each) => (each.parent === pid ? { ...each, parent: 1 } : each));
      }
    },
  };
  return { ports, told, clock, left: () => living.map(({ pid }) => pid) };
}

describe('ending a command', () => {
  test('begins with SIGINT, and is over when all have ended', async () => {
    const it = machine([SHELL, BROWSER, TAB, STRANGER]);
    await new Family(ROOT, it.ports).end(CANCEL);
    expect(it.left()).toEqual([20]);
    expect(it.told).toEqual(['SIGINT 10', 'SIGINT 11', 'SIGINT 12']);
    expect(it.clock.now() - START).toBeLessThan(1_000);
  });

  test('gets harder with what does not listen, one signal of a kind for each', async () => {
    const it = machine([SHELL, BROWSER, TAB], { 12: ['SIGINT', 'SIGTERM'] });
    await new Family(ROOT, it.ports).end(CANCEL);
    expect(it.left()).toEqual([]);
    expect(it.told.filter((line) => line.endsWith(' 12'))).toEqual([
      'SIGINT 12',
      'SIGTERM 12',
      'SIGKILL 12',
    ]);
  });

  test('is over before the step has to be, whatever cannot be ended', async () => {
    const immortal = machine([SHELL], { 10: ['SIGINT', 'SIGTERM', 'SIGKILL'] });
    await new Family(ROOT, immortal.ports).end(CANCEL);
    expect(immortal.clock.now() - START).toBeLessThan(6_000);
  });

  test('ends what is started while it is ended', async () => {
    const it = machine([SHELL], { 10: ['SIGTERM'] });
    const { table } = it.ports;
    it.ports.table = () => (it.clock.now() > START ? [...table(), one(16, 10)] : table());
    it.clock.whileAsleep = () => undefined;
    await new Family(ROOT, it.ports).end(CLEAR);
    expect(it.told).toContain('SIGTERM 16');
  });

  test('at the last moment is a kill of all of it', () => {
    const it = machine([SHELL, BROWSER, TAB, STRANGER]);
    new Family(ROOT, it.ports).killAtOnce();
    expect(it.left()).toEqual([20]);
    expect(it.told).toEqual(['SIGKILL 10', 'SIGKILL 11', 'SIGKILL 12']);
  });
});

test('what ps prints on macOS is read, without the dead', () => {
  const text = [
    '    1     0     1 Ss   Mon Nov 24 10:00:00 2026    ',
    '  501     1   501 S+   Tue Nov 25 11:00:00 2026    ',
    '  502   501   501 Z    Tue Nov 25 11:00:01 2026    ',
  ].join('\n');
  expect(fromPs(text)).toEqual([
    { pid: 1, parent: 0, group: 1, born: 'Mon Nov 24 10:00:00 2026', marked: false },
    { pid: 501, parent: 1, group: 501, born: 'Tue Nov 25 11:00:00 2026', marked: false },
  ]);
});
