import { taskFor } from './give-back.ts';
import type { Context } from './protocol.ts';
import type { Line, Main, Said, Step, World } from './world.ts';

/** src/modes/buy.ts `giveBackAtOnce`, src/modes/acquire.ts GIVE_BACK_NOW_MS. */
const AT_ONCE = 5_000;
const THE_OTHERS = 10_000;

/** src/action/runtime/signals.ts: PURCHASE_GRACE_MS, EXIT_AFTER_MS. */
export const HALT_AFTER = 5_000;
export const EXIT_AFTER = 6_500;

export function mainAtStart(context: Context): Main {
  const { setting } = context;
  return {
    step: setting.dialect === 'guide' ? 'read-balance' : first(context),
    nth: 1,
    intentAt: 0,
    till: 0,
    sleeping: false,
    stopped: null,
    reply: null,
    replays: false,
    search: null,
    writeFailed: false,
    balance: null,
    soldOut: false,
    leases: [],
    giveBack: [],
    deadline: 0,
    obstacle: null,
    sawTombstone: false,
    said: [],
  };
}

export function lives({ main }: World): boolean {
  return main.step !== 'ended' && main.step !== 'dead';
}

/** src/modes/rent.ts and src/modes/acquire.ts: what follows a failure. Stopped, it leaves all to post. */
export function fail(world: World, why: 'interrupted' | 'other', does: string): Step {
  const { leases } = world.main;
  if (why === 'interrupted' || leases.length === 0)
    return says(does, put(world, { step: 'end', sleeping: false }));
  const giveBack = leases.map(({ order, at }) => taskFor(order, at));
  return says(
    does,
    put(world, { step: 'give-back', giveBack, deadline: world.now + THE_OTHERS, sleeping: false }),
  );
}

export function giveBackAtOnce(
  world: World,
  { order, at }: { order: string; at: number },
  obstacle: 'interrupted' | 'other',
): World {
  return put(world, {
    step: 'give-back',
    giveBack: [taskFor(order, at)],
    deadline: world.now + AT_ONCE,
    obstacle,
  });
}

export function first({ protocol }: Context): Main['step'] {
  return protocol.buying[0] ?? 'end';
}

/** The step after this one, in the protocol's order. */
export function follower({ step }: Main, { protocol }: Context): Main['step'] {
  return protocol.buying.find((_, index) => protocol.buying[index - 1] === step) ?? 'end';
}

export function keyOf({ nth }: Main): string {
  return `k${String(nth)}`;
}

export function rentedLine(main: Main): Extract<Line, { is: 'rented' }> {
  const { reply, intentAt: at } = main;
  if (reply?.outcome !== 'bought') throw new Error('There is an order.');
  return { is: 'rented', key: keyOf(main), order: reply.order, at };
}

export function put(world: World, change: Partial<Main>): World {
  return { ...world, main: { ...world.main, ...change } };
}

export function say(world: World, said: Said): World {
  return put(world, { said: [...world.main.said, said] });
}

export function says(does: string, next: World): Step {
  return { by: 'main', does, fault: null, next };
}
