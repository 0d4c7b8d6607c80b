import { writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeLine } from '../../src/action/disk/journal-lines.ts';
import { awaitMain } from '../../src/action/post/owed.ts';
import type { JournalEvent } from '../../src/domain/journal.ts';
import { START } from '../support/fake-clock.ts';
import { intent, lease } from '../support/samples.ts';
import { stepState } from '../support/step-states.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const sent: JournalEvent = { type: 'intent', intent: intent('k') };
const rented: JournalEvent = { type: 'rented', key: 'k', lease: lease('7') };

const fileOf = (events: JournalEvent[]): string => events.map((e) => `${writeLine(e)}\n`).join('');

describe('post waits for main', () => {
  const never = new AbortController().signal;
  /** The id of a process that is gone. */
  const gone = spawnSync(process.execPath, ['--version']).pid;

  async function waitedFor(
    events: JournalEvent[],
    more: { pid?: number; deadline?: number; writeAt?: number; stopAt?: number } = {},
  ): Promise<number> {
    const journal = join(tempFolder(), 'own.ndjson');
    writeFileSync(journal, fileOf(events));
    const clock = new VirtualClock();
    const stop = new AbortController();
    const { pid = process.pid, deadline = START + 240_000, writeAt, stopAt } = more;
    if (writeAt !== undefined) {
      clock.at(writeAt, () => {
        writeFileSync(journal, fileOf([...events, { type: 'ended' }]));
      });
    }
    if (stopAt !== undefined) {
      clock.at(stopAt, () => {
        stop.abort();
      });
    }
    const signal = stopAt === undefined ? never : stop.signal;
    await awaitMain(stepState(journal, { pid }), deadline, clock, signal);
    return clock.elapsed();
  }

  test('not at all where main has written its last line', async () => {
    expect(await waitedFor([sent, rented, { type: 'ended' }])).toBe(0);
  });

  test('not at all where its process is gone', async () => {
    expect(await waitedFor([sent], { pid: gone })).toBe(0);
  });

  test('until it has written its last line', async () => {
    const waited = await waitedFor([sent], { writeAt: 3_000 });
    expect(waited).toBeGreaterThanOrEqual(3_000);
    expect(waited).toBeLessThanOrEqual(3_200);
  });

  test('at most 35 s', async () => {
    expect(await waitedFor([sent])).toBe(35_000);
  });

  test('not beyond release-timeout', async () => {
    expect(await waitedFor([sent], { deadline: START + 1_000 })).toBe(1_000);
  });

  test('not beyond its own stop signal', async () => {
    expect(await waitedFor([sent], { stopAt: 500 })).toBe(500);
  });
});
