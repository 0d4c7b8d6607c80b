import { releaseSteps } from './give-back.ts';
import { fileWorks, stateWorks, toBoth, toFile, toState } from './journal.ts';
import { comparesBalance, judge, searches } from './main-answer.ts';
import { mishaps } from './main-mishaps.ts';
import {
  EXIT_AFTER,
  fail,
  first,
  follower,
  giveBackAtOnce,
  HALT_AFTER,
  keyOf,
  lives,
  put,
  rentedLine,
  say,
  says,
} from './main-state.ts';
import { purchasing } from './network.ts';
import type { Context } from './protocol.ts';
import type { Line, Main, Step, World } from './world.ts';

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

/** When main moves by itself at the latest; null where it waits for nothing. */
export function mainWakes(world: World): number[] {
  const { main } = world;
  if (!lives(world)) return [];
  const tasks = main.step === 'give-back' ? main.giveBack.map(({ till }) => till) : [];
  return [main.till, ...tasks, ...(main.stopped === null ? [] : [main.stopped + EXIT_AFTER])];
}
