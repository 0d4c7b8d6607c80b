import type { Booking } from '../../src/domain/balance-verdict.ts';
import { releaseSteps, taskFor } from './give-back.ts';
import { intentOf, leaseOf, readOwed } from './journal.ts';
import { lives } from './main-state.ts';
import { purchasing } from './network.ts';
import type { Context } from './protocol.ts';
import { afterReplay, planned, searchFor } from './search.ts';
import { close, orderOf, view } from './server.ts';
import {
  excuse,
  spend,
  type Post,
  type Said,
  type Search,
  type Step,
  type Task,
  type World,
} from './world.ts';

/** src/action/post/owed.ts: MAIN_MAY_TAKE_MS. */
const MAIN_MAY_TAKE = 35_000;

export const POST_AT_START: Post = {
  step: 'not-begun',
  at: 0,
  stopped: false,
  tasks: [],
  known: [],
  search: null,
  unjudged: [],
  till: 0,
  said: [],
};

/** The process of post: src/action/post/run-post.ts `giveBack`. */
export function postSteps(world: World, context: Context): Step[] {
  const { post, now } = world;
  const own = post.at <= now ? acts(world, context) : [];
  const working = post.step === 'work' || post.step === 'balance';
  if (!working || post.stopped || world.faultsLeft === 0) return own;
  const stopped = excuse(put(spend(world), { stopped: true }), 'post-stopped');
  return [
    ...own,
    { by: 'runner', does: 'tells post to stop', fault: 'post is stopped', next: stopped },
  ];
}

function acts(world: World, context: Context): Step[] {
  const { post, now } = world;
  switch (post.step) {
    case 'not-begun':
    case 'ended':
      return [];

    case 'write-tombstone': {
      const disk = { ...world.disk, tombstone: true };
      return [says('writes the tombstone', put({ ...world, disk }, { step: 'await-main' }))];
    }

    case 'await-main':
      if (lives(world) && now < post.at + MAIN_MAY_TAKE) return [];
      return [says('waits for main no longer', put(world, { step: 'read-journal' }))];

    case 'read-journal':
      return [readsJournal(world, context)];

    case 'work':
      return works(world, context);

    case 'balance':
      return comparesBalance(world, context);
  }
}

function readsJournal(world: World, context: Context): Step {
  const { now } = world;
  const owed = readOwed(world, context);
  const tasks = owed.open.map(({ orderId, rentedAt }) => taskFor(orderId, rentedAt ?? 0));
  const known = owed.all.map(({ orderId }) => orderId);
  const guide = context.setting.dialect === 'guide';
  const [unanswered, ...more] = owed.unanswered;
  // The search is one actor: of a second one nothing would be explored.
  if (more.length > 0) throw new Error('Main buys nothing more while a purchase has no answer.');
  const search =
    unanswered === undefined || guide
      ? null
      : searchFor(unanswered.key, unanswered.at, context.protocol.asPostBegins(unanswered, now));
  const unjudged = guide
    ? owed.unanswered.map(({ key, at, balance }) => ({ key, at, balance, begunAt: now }))
    : [];
  const does = `reads the journal: open ${tasks.length}, without an answer ${owed.unanswered.length}`;
  return says(does, put(world, { step: 'work', tasks, known, search, unjudged }));
}

/** Known orders are given back beside the search for the unknown one. */
function works(world: World, context: Context): Step[] {
  const { post, now } = world;
  const { search } = post;
  const deadline = deadlineOf(post, context);
  const giveBack = {
    by: 'post',
    tasks: post.tasks,
    deadline,
    stopped: post.stopped,
    put: (next: World, tasks: readonly Task[]): World => put(next, { tasks }),
  } as const;
  // What the search does is seen by no task, and the other way round: one after the other.
  const released = releaseSteps(world, giveBack, context);
  if (released.length > 0) return released;
  if (search !== null && (search.till <= now || (search.sleeping && post.stopped))) {
    return searches(world, search, deadline, context);
  }
  const isDone = search === null && post.tasks.every(({ step }) => step === 'done');
  if (!isDone) return [];
  const [first] = post.unjudged;
  if (first === undefined) return [ends(world)];
  const intent = intentOf(first, context.setting);
  const progress = context.protocol.asPostBegins(first, first.begunAt);
  const plan = context.protocol.nextRecoveryStep(intent, progress, 'post', now, deadline);
  // Without time for it the balance is not read at all: src/modes/recover-intents.ts.
  const till = plan.do === 'compare-balance' ? Math.max(now, plan.at) : -1;
  return [says('will compare the balance', put(world, { step: 'balance', till }))];
}

function ends(world: World): Step {
  const leaks = world.post.tasks.filter(({ how }) => how === 'leaked' || how === 'not-found');
  // src/action/post/run-post.ts `leakOf`: all of them were rented by this step.
  const told = leaks.reduce((next, { order }) => say(next, { leaked: order }), world);
  return says('ends', put(told, { step: 'ended' }));
}

/** src/modes/recover-intents.ts `recover`. */
function searches(world: World, search: Search, deadline: number, context: Context): Step[] {
  const { post, now } = world;
  const over = (from: World, said: Said | null): World => {
    const ended = put(from, { search: null });
    return said === null ? ended : say(ended, said);
  };
  const unknown = { unknown: search.key };
  if (search.step === 'plan') {
    const plan = planned(search, 'post', now, deadline, context);
    if (plan !== null)
      return [says(`plans to ${plan.look} ${search.key}`, put(world, { search: plan }))];
    return [says(`gives up on ${search.key}`, over(world, unknown))];
  }
  if (post.stopped) return [says(`stops looking for ${search.key}`, over(world, unknown))];
  if (search.look === 'list') return lists(world, search, over, context);
  const key = context.protocol.replayKey(search.key);
  return purchasing(world, key, true, context).map(({ does, fault, next, reply, after }) => {
    const found = afterReplay(search, reply, now, after, context);
    const seen =
      reply.outcome === 'refused' && reply.why === 'token' ? excuse(next, 'token-refused') : next;
    const useless = reply.outcome === 'lost' && reply.how === 'key-refused';
    const then = useless ? excuse(seen, 'key-useless') : seen;
    const to = (): World => {
      switch (found.was) {
        case 'bought': {
          // The answer is of now, so the server may not know the order everywhere yet.
          const tasks = [...world.post.tasks, taskFor(found.order, now)];
          return put(then, { search: null, tasks });
        }
        case 'refused':
          return over(then, { nothingBought: search.key });
        case 'unknown':
          return over(then, unknown);
        case 'open':
          return put(then, { search: found.search });
      }
    };
    return { by: 'post', does: `replays ${search.key}: ${does}`, fault, next: to() };
  });
}

/** src/modes/list-purchase.ts: touches nothing of what it finds. */
function lists(
  world: World,
  search: Search,
  over: (from: World, said: Said | null) => World,
  context: Context,
): Step[] {
  const { setting, protocol } = context;
  const intent = intentOf({ ...search, balance: null }, setting);
  const seen = excuse(world, 'key-useless');
  const candidates = seen.server.orders.filter(
    (order) =>
      !world.post.known.includes(order.id) &&
      protocol.mayBeOurs(intent, view(order, order.state, world.now, setting)),
  );
  const said = candidates.length === 0 ? { nothingBought: search.key } : { unknown: search.key };
  const touched = protocol.cancelsCandidates
    ? candidates.reduce((next, { id }) => close(next, 'cancel', id, setting).next, seen)
    : seen;
  const ids = candidates.map(({ id }) => id).join(', ') || 'nothing';
  const good = says(`lists the newest orders: ${ids} may be ${search.key}`, over(touched, said));
  if (world.faultsLeft === 0) return [good];
  const looks = search.progress.looks + 1;
  const again: Search = {
    ...search,
    step: 'plan',
    till: world.now + 7_000,
    sleeping: false,
    progress: { ...search.progress, looks },
  };
  const less = spend(world);
  return [
    good,
    {
      by: 'post',
      does: 'lists the newest orders: no believable answer, however often',
      fault: 'answer unclear',
      next: put(less, { search: again }),
    },
    {
      by: 'post',
      does: 'lists the newest orders: wrong token',
      fault: 'refusal',
      next: over(excuse(less, 'token-refused'), { unknown: search.key }),
    },
  ];
}

/** src/modes/recover-intents.ts `recoverByBalance`. */
function comparesBalance(world: World, context: Context): Step[] {
  const { post, now, server } = world;
  const { protocol, setting } = context;
  const [first, ...rest] = post.unjudged;
  if (first === undefined) return [ends(world)];
  const inTime = post.till !== -1 && !post.stopped;
  if (inTime && post.till > now) return [];
  const judged = (from: World, after: number | null): World => {
    const moved = protocol.movedSince(first.at, bookings(world, context), now);
    const verdict = protocol.judgeBalance(first.balance, moved, after, !setting.sibling);
    const said =
      verdict.was === 'not-bought' ? { nothingBought: first.key } : { unknown: first.key };
    return put(say(from, said), { step: 'work', unjudged: rest });
  };
  if (!inTime) return [says('has no time to compare the balance', judged(world, null))];
  const good = says('compares the balance', judged(world, server.balance));
  if (world.faultsLeft === 0) return [good];
  const failed = judged(spend(world), null);
  return [
    good,
    { by: 'post', does: 'cannot read the balance', fault: 'answer unclear', next: failed },
  ];
}

/** src/action/post/owed.ts `readOwed`, then `withSettled` of src/domain/balance-verdict.ts. */
function bookings(world: World, context: Context): Booking[] {
  const { setting, protocol } = context;
  const job = readOwed(world, context);
  const before = job.all.map((lease): Booking => {
    const how = job.closed.get(lease.orderId);
    const at = job.closedAt.get(lease.orderId);
    return { lease, closed: how === undefined || at === undefined ? null : { how, at } };
  });
  const settled = world.post.tasks.map(
    (task): Parameters<typeof protocol.withSettled>[1][number] => {
      const lease = leaseOf(task.order, task.rentedAt, setting);
      const { how } = task;
      if (how === null || how === 'leaked' || how === 'not-found') return { lease, how: null };
      const order = orderOf(world, task.order);
      if (order === undefined) throw new Error(`The server has no ${task.order}.`);
      const { state, at } = task.seen ?? { state: order.state, at: world.now };
      return { lease, how, order: view(order, state, at, setting) };
    },
  );
  return protocol.withSettled(before, settled, world.now);
}

export function deadlineOf({ at }: Post, { setting }: Context): number {
  return at + setting.releaseTimeout;
}

/** When post moves by itself at the latest. */
export function postWakes({ post }: World): number[] {
  const tasks = post.tasks.map(({ till }) => till);
  return [
    post.at,
    post.till,
    ...(post.step === 'await-main' ? [post.at + MAIN_MAY_TAKE] : []),
    ...tasks,
    ...(post.search === null ? [] : [post.search.till]),
  ];
}

function put(world: World, change: Partial<Post>): World {
  return { ...world, post: { ...world.post, ...change } };
}

function say(world: World, said: Said): World {
  return put(world, { said: [...world.post.said, said] });
}

function says(does: string, next: World): Step {
  return { by: 'post', does, fault: null, next };
}
