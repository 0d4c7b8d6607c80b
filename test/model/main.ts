import { releaseSteps, taskFor } from './give-back.ts';
import { fileWorks, stateWorks, toBoth, toFile, toState } from './journal.ts';
import { comesLate, purchasing } from './network.ts';
import type { Context } from './protocol.ts';
import { afterReplay, planned, searchFor } from './search.ts';
import { spend, type Line, type Main, type Said, type Step, type World } from './world.ts';

/** src/modes/rent-session.ts: RENTING_TIME_MS. */
const RENTING_TIME = 300_000;
/** src/modes/buy.ts `giveBackAtOnce`, src/modes/acquire.ts GIVE_BACK_NOW_MS. */
const AT_ONCE = 5_000;
const THE_OTHERS = 10_000;
/** src/action/runtime/signals.ts: PURCHASE_GRACE_MS, EXIT_AFTER_MS. */
const HALT_AFTER = 5_000;
const EXIT_AFTER = 6_500;

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

/** The process of `mode: acquire`. An entry for each thing that it may do, or befall it, next. */
export function mainSteps(world: World, context: Context): Step[] {
  if (!lives(world)) return [];
  const { main } = world;
  if (main.stopped !== null && world.now >= main.stopped + EXIT_AFTER) {
    return [
      says('exits at the last moment', toBoth(put(world, { step: 'ended' }), { is: 'ended' })),
    ];
  }
  const own = main.step === 'give-back' || main.till <= world.now ? acts(world, context) : [];
  return world.faultsLeft === 0 ? own : [...own, ...mishaps(world, context)];
}

function acts(world: World, context: Context): Step[] {
  const { main, now } = world;
  const { setting, protocol } = context;
  const key = keyOf(main);
  const next = (change: Partial<Main> = {}): World =>
    put(world, { step: follower(main, context), ...change });
  switch (main.step) {
    // A balance that cannot be read ends the step before anything is bought: no step of its own.
    case 'read-balance':
      return [
        says(
          'reads the balance',
          put(world, { step: first(context), balance: world.server.balance }),
        ),
      ];

    case 'look-for-tombstone': {
      if (main.stopped !== null) return [fail(world, 'interrupted', 'buys no more: stopped')];
      const plan = protocol.nextPurchaseStep(purchaseState(main));
      if (plan.do !== 'buy') return [fail(world, 'other', `gives up: ${plan.do}`)];
      if (!protocol.seesTombstone(world.disk))
        return [says(`is about to buy ${key}`, next({ intentAt: now, writeFailed: false }))];
      return [fail(put(world, { sawTombstone: true }), 'interrupted', 'sees the tombstone')];
    }

    case 'write-intent': {
      const line: Line = { is: 'intent', key, at: main.intentAt, balance: main.balance };
      return [
        says(`writes the intent of ${key}`, toFile(next({ writeFailed: !fileWorks(world) }), line)),
      ];
    }

    case 'write-intent-to-state': {
      const line: Line = { is: 'intent', key, at: main.intentAt, balance: main.balance };
      const failed = main.writeFailed || !stateWorks(world);
      const then = failed ? put(world, { step: 'take-back-intent' }) : next();
      return [says(`writes the intent of ${key} to the state`, toState(then, line))];
    }

    case 'take-back-intent':
      return [
        fail(toBoth(world, { is: 'refused', key }), 'other', `takes back the intent of ${key}`),
      ];

    case 'may-leave':
      if (protocol.seesTombstone(world.disk) || main.stopped !== null) {
        if (main.search !== null) return [fail(world, 'interrupted', 'sends no replay')];
        const refused = { outcome: 'refused', why: 'not-sent' } as const;
        return [says(`does not send ${key}`, put(world, { step: 'judge-answer', reply: refused }))];
      }
      return [says(`sends ${key}`, next())];

    case 'in-flight':
      return arrives(world, context);

    case 'judge-answer':
      return [judge(world, context)];

    case 'write-order': {
      const line = rentedLine(main);
      return [says(`writes ${line.order}`, toFile(next({ writeFailed: !fileWorks(world) }), line))];
    }

    case 'write-order-to-state': {
      const line = rentedLine(main);
      const failed = main.writeFailed || !stateWorks(world);
      const written = toState(next(), line);
      if (!failed) return [says(`writes ${line.order} to the state`, written)];
      return [says(`cannot write ${line.order}`, giveBackAtOnce(written, line, 'other'))];
    }

    case 'look-for-tombstone-again': {
      const { order, at } = rentedLine(main);
      if (protocol.seesTombstone(world.disk)) {
        const seen = put(world, { sawTombstone: true });
        return [says('sees the tombstone', giveBackAtOnce(seen, { order, at }, 'interrupted'))];
      }
      const leases = [...main.leases, { order, at }];
      const balance = main.balance === null ? null : main.balance - 1;
      const kept = put(world, { leases, balance, reply: null, search: null });
      if (main.stopped !== null) return [fail(kept, 'interrupted', `keeps ${order} for post`)];
      const full = main.nth === setting.purchases;
      const to = full ? ({ step: 'end' } as const) : { step: first(context), nth: main.nth + 1 };
      return [says(`keeps ${order}`, put(kept, to))];
    }

    case 'search':
      return searches(world, context);

    case 'read-balance-after':
      return comparesBalance(world, context);

    case 'give-back':
      return givesBack(world, context);

    case 'end':
      return [says('ends', toBoth(put(world, { step: 'ended' }), { is: 'ended' }))];

    case 'ended':
    case 'dead':
      return [];
  }
}

function arrives(world: World, context: Context): Step[] {
  const { main } = world;
  const key = main.replays ? context.protocol.replayKey(keyOf(main)) : keyOf(main);
  return purchasing(world, key, main.replays, context).map(
    ({ does, fault, next, reply, after }) => {
      const most = main.stopped === null ? after : Math.min(after, HALT_AFTER);
      const answered = { step: follower(main, context), reply, till: world.now + most };
      return { by: 'main', does: `${key} is under way: ${does}`, fault, next: put(next, answered) };
    },
  );
}

/** src/modes/buy.ts `settle` and `afterLostReply`. */
function judge(world: World, context: Context): Step {
  const { main, now } = world;
  const { reply, search } = main;
  const key = keyOf(main);
  if (reply === null) throw new Error('There is an answer.');
  if (search !== null) {
    const found = afterReplay(search, reply, now, 0, context);
    switch (found.was) {
      case 'open':
        return says('looks on', put(world, { step: 'search', search: found.search, reply: null }));
      case 'unknown':
        return fail(world, 'other', `cannot find out about ${key}`);
      case 'bought':
        break;
      case 'refused':
        break;
    }
  }
  switch (reply.outcome) {
    case 'bought':
      return says(`has ${reply.order}`, put(world, { step: follower(main, context) }));
    case 'sold-out': {
      const gone = put(world, { step: first(context), soldOut: true, reply: null, search: null });
      return says(`notes that ${key} was refused`, toBoth(gone, { is: 'refused', key }));
    }
    case 'refused': {
      const noted = toBoth(world, { is: 'refused', key });
      const why = reply.why === 'not-sent' ? 'interrupted' : 'other';
      return fail(noted, why, `notes that ${key} was refused`);
    }
    case 'lost':
      if (main.stopped !== null) {
        const halted = now >= main.stopped + HALT_AFTER;
        return fail(
          world,
          halted ? 'interrupted' : 'other',
          `has no answer to ${key}, and is stopped`,
        );
      }
      if (context.setting.dialect === 'guide') {
        return says(
          `has no answer to ${key}`,
          put(world, { step: 'read-balance-after', reply: null }),
        );
      }
      return says(
        `has no answer to ${key}`,
        put(world, {
          step: 'search',
          search: searchFor(key, main.intentAt, reply.how),
          reply: null,
        }),
      );
  }
}

/** src/modes/recover.ts `findPurchase` between two looks. */
function searches(world: World, context: Context): Step[] {
  const { main, now } = world;
  const { search } = main;
  if (search === null) throw new Error('Something is looked for.');
  if (search.step === 'look') {
    if (main.stopped !== null) return [fail(world, 'other', 'stops looking')];
    const look = { step: 'may-leave', replays: true, sleeping: false } as const;
    return [says(`will replay ${search.key}`, put(world, look))];
  }
  const plan = planned(search, 'main', now, RENTING_TIME, context);
  if (plan === null) return [fail(world, 'other', `leaves ${search.key} to post`)];
  return [
    says(
      `plans the next look for ${search.key}`,
      put(world, { search: plan, till: plan.till, sleeping: true }),
    ),
  ];
}

/** src/modes/buy.ts `afterLostReply`, on a guide server. */
function comparesBalance(world: World, context: Context): Step[] {
  const { main, disk, server } = world;
  const { protocol, setting } = context;
  const key = keyOf(main);
  const judged = (from: World, after: number | null): World => {
    const verdict = protocol.judgeBalance(main.balance, 0, after, !setting.sibling);
    return verdict.was === 'not-bought' ? from : say(from, { unknown: key });
  };
  const mayAsk = !protocol.seesTombstone(disk) && main.stopped === null;
  return [
    fail(judged(world, mayAsk ? server.balance : null), 'other', 'compares the balance'),
    ...(world.faultsLeft > 0 && mayAsk
      ? [
          {
            ...fail(judged(spend(world), null), 'other', 'cannot read the balance'),
            fault: 'answer unclear' as const,
          },
        ]
      : []),
  ];
}

function givesBack(world: World, context: Context): Step[] {
  const { main } = world;
  const noted = main.giveBack.find(({ step }) => step === 'note');
  if (noted !== undefined) {
    const { order, how, at } = noted;
    if (how === null || how === 'leaked' || how === 'not-found') throw new Error('It is closed.');
    const giveBack = main.giveBack.map((task) =>
      task === noted ? { ...task, step: 'done' as const } : task,
    );
    return [
      says(
        `notes that ${order} is closed`,
        toBoth(put(world, { giveBack }), { is: 'closed', order, how, at }),
      ),
    ];
  }
  if (main.giveBack.every(({ step }) => step === 'done')) return [givenBack(world)];
  return releaseSteps(
    world,
    {
      by: 'main',
      tasks: main.giveBack,
      deadline: main.deadline,
      stopped: main.stopped !== null,
      put: (next, giveBack) => put(next, { giveBack }),
    },
    context,
  );
}

function givenBack(world: World): Step {
  const { obstacle, giveBack } = world.main;
  const leaked = giveBack
    .filter(({ how }) => how === 'leaked')
    .map(({ order }) => ({ leaked: order }));
  if (obstacle === null)
    return says('has given back what it could', put(world, { step: 'end', giveBack: [] }));
  const told = leaked.reduce(say, put(world, { obstacle: null, giveBack: [] }));
  return fail(told, leaked.length > 0 ? 'other' : obstacle, 'has given back at once');
}

/** src/modes/rent.ts and src/modes/acquire.ts: what follows a failure. Stopped, it leaves all to post. */
function fail(world: World, why: 'interrupted' | 'other', does: string): Step {
  const { leases } = world.main;
  if (why === 'interrupted' || leases.length === 0)
    return says(does, put(world, { step: 'end', sleeping: false }));
  const giveBack = leases.map(({ order, at }) => taskFor(order, at));
  return says(
    does,
    put(world, { step: 'give-back', giveBack, deadline: world.now + THE_OTHERS, sleeping: false }),
  );
}

function giveBackAtOnce(
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

/** What can befall main at any of its steps, each a fault. */
function mishaps(world: World, context: Context): Step[] {
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

function purchaseState({
  soldOut,
  balance,
}: Main): Parameters<Context['protocol']['nextPurchaseStep']>[0] {
  return {
    platform: 'whatsapp',
    countries: [{ country: 'indonesia', seen: true, offers: [OFFER] }],
    limits: { policy: 'cheapest', maxPrice: null, minBalance: null },
    soldOut: new Set(soldOut ? [OFFER.productId] : []),
    balance,
  };
}

const OFFER = {
  productId: '42',
  catalogProductId: null,
  country: 'indonesia',
  countryCode: 'ID',
  platform: 'whatsapp',
  price: 1,
  available: 9,
};

function first({ protocol }: Context): Main['step'] {
  return protocol.buying[0] ?? 'end';
}

/** The step after this one, in the protocol's order. */
function follower({ step }: Main, { protocol }: Context): Main['step'] {
  return protocol.buying.find((_, index) => protocol.buying[index - 1] === step) ?? 'end';
}

function keyOf({ nth }: Main): string {
  return `k${String(nth)}`;
}

function rentedLine(main: Main): Extract<Line, { is: 'rented' }> {
  const { reply, intentAt: at } = main;
  if (reply?.outcome !== 'bought') throw new Error('There is an order.');
  return { is: 'rented', key: keyOf(main), order: reply.order, at };
}

function put(world: World, change: Partial<Main>): World {
  return { ...world, main: { ...world.main, ...change } };
}

function say(world: World, said: Said): World {
  return put(world, { said: [...world.main.said, said] });
}

function says(does: string, next: World): Step {
  return { by: 'main', does, fault: null, next };
}

/** When main moves by itself at the latest; null where it waits for nothing. */
export function mainWakes(world: World): number[] {
  const { main } = world;
  if (!lives(world)) return [];
  const tasks = main.step === 'give-back' ? main.giveBack.map(({ till }) => till) : [];
  return [main.till, ...tasks, ...(main.stopped === null ? [] : [main.stopped + EXIT_AFTER])];
}
