import { mainSteps, mainWakes } from './main.ts';
import { lives, mainAtStart } from './main-state.ts';
import { POST_AT_START, postSteps, postWakes } from './post.ts';
import type { Context } from './protocol.ts';
import { close, create, expire, LIFETIME, siblingBuys, siblingGivesBack } from './server.ts';
import { spend, type Step, type World } from './world.ts';

export function start(context: Context): World {
  const { setting } = context;
  return {
    now: 0,
    faultsLeft: setting.faults,
    smsLeft: setting.sms,
    main: mainAtStart(context),
    post: POST_AT_START,
    sibling: setting.sibling ? 'to-buy' : 'absent',
    disk: { file: [], state: [], full: 'no', tombstone: false, isForgotten: false },
    server: { orders: [], balance: 10, doubled: [] },
    late: [],
    excuses: [],
  };
}

/** Everything that can happen next, by whomever. None: the story has ended. */
export function stepsOf(world: World, context: Context): Step[] {
  return possible(world, context).map((step) => ({ ...step, next: forget(step.next, context) }));
}

/**
 * When main is gone and post has read the journal, nobody looks at the disk or at what main had in
 * mind any more, but for the balance: ways that differ in nothing else go on as one.
 */
function forget(world: World, context: Context): World {
  const { main, post, disk } = world;
  const isRead = post.step === 'work' || post.step === 'balance' || post.step === 'ended';
  if (lives(world) || !isRead || post.unjudged.length > 0 || disk.isForgotten) return world;
  const { step, said, sawTombstone } = main;
  return { ...world, disk: FORGOTTEN, main: { ...mainAtStart(context), step, said, sawTombstone } };
}

const FORGOTTEN: World['disk'] = {
  file: [],
  state: [],
  full: 'no',
  tombstone: true,
  isForgotten: true,
};

function possible(world: World, context: Context): Step[] {
  const main = mainSteps(world, context);
  const post = postSteps(world, context);
  const steps = [
    ...main,
    ...post,
    ...beginningsOfPost(world, context),
    ...lateArrivals(world, context),
  ];
  const sibling = siblingSteps(world, [...main, ...post], context);
  // Whoever can do something does it before time passes; mishaps do not hold time up.
  const busy = steps.some(({ fault, by }) => fault === null && by !== 'server') || isOverdue(world);
  return busy ? [...steps, ...sibling] : [...steps, ...sibling, ...ticks(world)];
}

function beginningsOfPost(world: World, { setting }: Context): Step[] {
  const { post, now, faultsLeft } = world;
  if (post.step !== 'not-begun') return [];
  const begin = (at: number): World['post'] => ({ ...post, step: 'write-tombstone', at });
  if (lives(world)) {
    if (faultsLeft === 0) return [];
    const next = { ...spend(world), post: begin(now) };
    return [
      { by: 'runner', does: 'begins post beside main', fault: 'post begins beside main', next },
    ];
  }
  return setting.postAfter.map((after) => ({
    by: 'runner',
    does: `will begin post in ${String(after / 1000)} s`,
    fault: null,
    next: { ...world, post: begin(now + after) },
  }));
}

/** What is late may come at any moment, and comes by its time at the latest. */
function lateArrivals(world: World, context: Context): Step[] {
  return world.late.flatMap((request) => {
    const late = world.late.filter((other) => other !== request);
    const rest = { ...world, late };
    const { do: what, of } = request;
    const ends =
      what === 'create'
        ? create(rest, of, context.setting)
        : [close(rest, what, of, context.setting)];
    return ends.map(({ next }): Step => {
      return { by: 'server', does: `carries out at last: ${what} ${of}`, fault: null, next };
    });
  });
}

function isOverdue({ late, now }: World): boolean {
  return late.some(({ till }) => till <= now);
}

/**
 * The sibling buys the same product in the same second and gives it back whenever it likes. Only who
 * reads the balance or lists the orders sees it, so it need move only just before that.
 */
function siblingSteps(world: World, others: readonly Step[], { setting }: Context): Step[] {
  const isSeen = others.some(({ does }) => /balance|lists/.test(does));
  if (!isSeen) return [];
  if (world.sibling === 'to-buy') {
    return [
      { by: 'sibling', does: 'buys the same product', fault: null, next: siblingBuys(world) },
    ];
  }
  // A candidate that is closed is none: on an openapi server the worst is that it holds its number.
  if (world.sibling !== 'holds' || setting.dialect === 'openapi') return [];
  return [
    { by: 'sibling', does: 'gives its own back', fault: null, next: siblingGivesBack(world) },
  ];
}

/** Time goes on to the next moment at which something is due. */
function ticks(world: World): Step[] {
  const { now } = world;
  const due = [...mainWakes(world), ...postWakes(world), ...world.late.map(({ till }) => till)];
  const ahead = due.filter((at) => at > now);
  if (ahead.length === 0) return [];
  const to = Math.min(...ahead);
  const expiries = world.server.orders.map(({ createdAt }) => createdAt + LIFETIME);
  const next = expiries.some((at) => at > now && at <= to)
    ? expire({ ...world, now: to })
    : { ...world, now: to };
  return [{ by: 'clock', does: `goes on to ${seconds(to)}`, fault: null, next }];
}

export function seconds(at: number): string {
  return `${String(at / 1000)} s`;
}
