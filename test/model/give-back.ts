import type { RefusalReason } from '../../src/domain/release-plan.ts';
import { leaseOf } from './journal.ts';
import { closing, READ_FAILS_AFTER } from './network.ts';
import type { Context } from './protocol.ts';
import { orderOf, smsArrives, view } from './server.ts';
import { excuse, spend, type Step, type Task, type World } from './world.ts';

/** A step's giving back of several orders side by side: src/modes/give-back.ts `releaseOrders`. */
export interface Releasing {
  by: 'main' | 'post';
  tasks: readonly Task[];
  deadline: number;
  stopped: boolean;
  put: (world: World, tasks: readonly Task[]) => World;
}

export function taskFor(order: string, rentedAt: number): Task {
  const fresh = { step: 'read', till: 0, sleeping: false, seen: null } as const;
  return { order, rentedAt, ...fresh, refusals: 0, pauses: 0, refused: null, how: null, at: 0 };
}

/**
 * What can happen next. The orders are given back side by side, but what one task does is seen by no
 * other: each reads and closes its own order alone. So at one moment they may take turns in a fixed
 * order, and nothing that can be told apart is lost: first whoever acts, then all who read, whose
 * readings share a request (src/modes/read-orders.ts `gatheringReader`).
 */
export function releaseSteps(world: World, it: Releasing, context: Context): Step[] {
  const ready = it.tasks.filter(
    ({ step, till, sleeping }) =>
      (step === 'read' || step === 'act') && (till <= world.now || (sleeping && it.stopped)),
  );
  const first = ready.find(({ step, refused, sleeping }) => {
    return step === 'act' || refused !== null || (sleeping && it.stopped);
  });
  if (first !== undefined) return act(world, first, it, context);
  return ready.length === 0 ? [] : read(world, ready, it);
}

function act(world: World, task: Task, it: Releasing, context: Context): Step[] {
  const { now } = world;
  const put = (next: World, to: Task): World => replace(next, task, to, it);
  if (task.sleeping && it.stopped) {
    return [step(it, `gives up on ${task.order}: stopped`, put(world, ended(task, 'leaked', 0)))];
  }
  if (task.refused !== null) return [judgeRefusal(world, task, it, context)];
  const { seen } = task;
  if (seen === null) throw new Error('It acts on what it has read.');
  const order = viewOf(world, task, seen, context);
  const lease = leaseOf(task.order, task.rentedAt, context.setting);
  const { nextReleaseStep, byOurClock } = context.protocol;
  const plan = nextReleaseStep(
    byOurClock(order, lease),
    context.setting.dialect,
    now,
    it.deadline,
    task.refusals,
  );
  switch (plan.do) {
    case 'nothing': {
      const how = plan.because === 'paid' ? 'paid' : 'already-closed';
      return [
        step(it, `${task.order} needs nothing: ${how}`, put(world, closed(task, how, now, it))),
      ];
    }
    case 'give-up':
      return [
        step(
          it,
          `gives up on ${task.order}: ${plan.because}`,
          put(world, ended(task, 'leaked', 0)),
        ),
      ];
    case 'wait': {
      const asleep = {
        ...task,
        step: 'read',
        till: plan.until,
        sleeping: true,
        seen: null,
      } as const;
      return [step(it, `waits for ${task.order}`, put(world, asleep))];
    }
    case 'cancel':
    case 'finish': {
      const { do: how } = plan;
      const done = how === 'cancel' ? 'cancelled' : 'finished';
      return [
        ...smsFirst(world, [task], it),
        ...closing(world, how, task.order, context).map(({ does, fault, next, reply, after }) => {
          const { why, retryAt } = reply;
          const refused = { asked: 'close', why, retryAt } as const;
          const to = reply.done
            ? closed(task, done, now, it)
            : { ...task, refused, till: now + after };
          const judged = reply.done ? next : withExcuse(next, why, retryAt, it);
          return {
            by: it.by,
            does: `${how}s ${task.order}: ${does}`,
            fault,
            next: put(judged, to),
          };
        }),
      ];
    }
  }
}

/** src/modes/give-back.ts: `nextAfterRefusal`, then a pause, another reading or the end. */
function judgeRefusal(world: World, task: Task, it: Releasing, context: Context): Step {
  const { now } = world;
  const { refused } = task;
  if (refused === null) throw new Error('Nothing was refused.');
  const { setting, protocol } = context;
  const lease = leaseOf(task.order, task.rentedAt, setting);
  const next = protocol.nextAfterRefusal(refused, task, lease, now, it.deadline);
  const again: Task = {
    ...task,
    step: 'read',
    till: 0,
    seen: null,
    refused: null,
    refusals: task.refusals + 1,
  };
  switch (next.do) {
    case 'give-up': {
      const how = refused.why === 'unknown-order' ? 'not-found' : 'leaked';
      const denied = refused.why === 'unknown-order' ? excused(world, 'order-denied', it) : world;
      const said = `gives up on ${task.order} after ${refused.why}`;
      return step(it, said, replace(denied, task, ended(again, how, 0), it));
    }
    case 'read-again':
      return step(it, `will read ${task.order} again`, replace(world, task, again, it));
    case 'wait': {
      const asleep = { ...again, till: next.until, sleeping: true, pauses: task.pauses + 1 };
      return step(
        it,
        `pauses before ${task.order} after ${refused.why}`,
        replace(world, task, asleep, it),
      );
    }
  }
}

/** One request reads them all. */
function read(world: World, tasks: readonly Task[], it: Releasing): Step[] {
  const names = tasks.map(({ order }) => order).join(', ');
  const one = (next: World, task: Task, why: RefusalReason | null, after = 0): World => {
    if (why !== null) {
      const refused = { asked: 'read', why, retryAt: null } as const;
      const till = next.now + after;
      const judged = withExcuse(next, why, null, it);
      return replace(judged, task, { ...task, refused, till, sleeping: false }, it);
    }
    const state = orderOf(next, task.order)?.state;
    if (state === undefined) throw new Error(`The server has no ${task.order}.`);
    const seen = { state, at: next.now };
    return replace(next, task, { ...task, step: 'act', till: 0, sleeping: false, seen }, it);
  };
  const all = (start: World, whyOf: (task: Task) => RefusalReason | null, after = 0): World =>
    tasks.reduce((next, task) => one(next, task, whyOf(task), after), start);
  const good = step(
    it,
    `reads ${names}`,
    all(world, () => null),
  );
  if (world.faultsLeft === 0) return [...smsFirst(world, tasks, it), good];
  const less = spend(world);
  const bad = (does: string, next: World): Step => ({ by: it.by, does, fault: 'refusal', next });
  return [
    ...smsFirst(world, tasks, it),
    good,
    {
      by: it.by,
      does: `reads ${names}: no believable answer, however often`,
      fault: 'answer unclear',
      next: all(less, () => 'unclear', READ_FAILS_AFTER),
    },
    bad(
      `reads ${names}: too many requests, to the end`,
      all(less, () => 'too-many', 31_000),
    ),
    bad(
      `reads ${names}: wrong token`,
      all(less, () => 'final'),
    ),
    ...tasks.map((task) =>
      bad(
        `reads ${names}: the server does not know ${task.order}`,
        all(less, (other) => (other === task ? 'unknown-order' : null)),
      ),
    ),
  ];
}

/** An SMS matters only to who reads or closes its order next, so it need arrive only then. */
function smsFirst(world: World, tasks: readonly Task[], it: Releasing): Step[] {
  if (world.smsLeft === 0) return [];
  return tasks
    .filter(({ order }) => orderOf(world, order)?.state === 'waiting')
    .map(({ order }) => ({
      by: 'server',
      does: `an SMS arrives at ${order} (before ${it.by} asks)`,
      fault: null,
      next: smsArrives(world, order),
    }));
}

function viewOf(world: World, task: Task, seen: NonNullable<Task['seen']>, context: Context) {
  const order = orderOf(world, task.order);
  if (order === undefined) throw new Error(`The server has no ${task.order}.`);
  return view(order, seen.state, seen.at, context.setting);
}

function closed(task: Task, how: NonNullable<Task['how']>, at: number, it: Releasing): Task {
  return it.by === 'main' ? { ...ended(task, how, at), step: 'note' } : ended(task, how, 0);
}

/** Nothing of how it came about is kept, so that more states are the same. */
function ended(task: Task, how: NonNullable<Task['how']>, at: number): Task {
  const { order, rentedAt, seen } = task;
  const kept = how === 'already-closed' && seen !== null ? { ...seen, at: 0 } : null;
  return { ...taskFor(order, rentedAt), step: 'done', how, at, seen: kept };
}

function withExcuse(
  world: World,
  why: RefusalReason,
  retryAt: number | null,
  it: Releasing,
): World {
  if (why === 'final') return excused(world, 'token-refused', it);
  return why === 'too-many' && retryAt !== null ? excused(world, 'cancel-cap', it) : world;
}

/** What main does not manage is left to post: only what meets post excuses anything. */
function excused(world: World, why: Parameters<typeof excuse>[1], { by }: Releasing): World {
  return by === 'post' ? excuse(world, why) : world;
}

function replace(world: World, from: Task, to: Task, it: Releasing): World {
  const now = it.by === 'main' ? world.main.giveBack : world.post.tasks;
  return it.put(
    world,
    now.map((task) => (task.order === from.order ? to : task)),
  );
}

function step(it: Releasing, does: string, next: World): Step {
  return { by: it.by, does, fault: null, next };
}
