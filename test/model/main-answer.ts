import { NOTHING_TRIED } from '../../src/domain/recovery-plan.ts';
import { toBoth } from './journal.ts';
import { fail, first, follower, HALT_AFTER, keyOf, put, say, says } from './main-state.ts';
import type { Context } from './protocol.ts';
import { afterReplay, planned, searchFor } from './search.ts';
import { spend, type Step, type World } from './world.ts';

/** src/modes/rent-session.ts: RENTING_TIME_MS. */
const RENTING_TIME = 300_000;

/** src/modes/buy.ts `settle` and `afterLostReply`. */
export function judge(world: World, context: Context): Step {
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
          search: searchFor(key, main.intentAt, { ...NOTHING_TRIED, last: reply.how, lostAt: now }),
          reply: null,
        }),
      );
  }
}

/** src/modes/recover.ts `findPurchase` between two looks. */
export function searches(world: World, context: Context): Step[] {
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
export function comparesBalance(world: World, context: Context): Step[] {
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
