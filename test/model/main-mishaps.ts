import { HALT_AFTER, keyOf, put } from './main-state.ts';
import { comesLate } from './network.ts';
import type { Context } from './protocol.ts';
import { spend, type Step, type World } from './world.ts';

/** What can befall main at any of its steps, each a fault. */
export function mishaps(world: World, context: Context): Step[] {
  const { main, disk, now } = world;
  const less = spend(world);
  const dead = put(less, { step: 'dead' });
  const killed = (does: string, next: World): Step => ({
    by: 'runner',
    does,
    fault: 'main is killed',
    next,
  });
  const key = main.replays ? context.protocol.replayKey(keyOf(main)) : keyOf(main);
  const kills = [killed('kills main', dead)];
  if (main.step === 'in-flight') {
    for (const held of context.setting.dialect === 'openapi' ? [true, false] : [false]) {
      const next = comesLate(dead, { do: 'create', of: key, held });
      kills.push(killed(`kills main; ${key} will be carried out later`, next));
    }
  }
  const writes = main.step.startsWith('write-') || main.step === 'take-back-intent';
  const halted = Math.max(now, Math.min(main.till, now + HALT_AFTER));
  return [
    ...kills,
    ...(main.stopped === null
      ? [
          {
            by: 'runner' as const,
            does: 'tells main to stop',
            fault: 'main is stopped' as const,
            next: put(less, { stopped: now, till: main.sleeping ? now : halted }),
          },
        ]
      : []),
    ...(writes && disk.full === 'no'
      ? (['file', 'state', 'both'] as const).map((full) => ({
          by: 'runner' as const,
          does: `the disk is full: ${full}`,
          fault: 'disk full' as const,
          next: { ...less, disk: { ...disk, full } },
        }))
      : []),
  ];
}
