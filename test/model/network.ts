import type { RefusalReason } from '../../src/domain/release-plan.ts';
import type { Context } from './protocol.ts';
import { close, create } from './server.ts';
import {
  EXCHANGE_TIMEOUT,
  LATE_COMMIT,
  spend,
  type FaultKind,
  type LateRequest,
  type Reply,
  type World,
} from './world.ts';

/** One way in which an exchange can end. Nothing else of the client changes in `next`. */
export interface Outcome<R> {
  does: string;
  fault: FaultKind | null;
  next: World;
  reply: R;
  /** Milliseconds until the client knows: a time-out, else 0. */
  after: number;
}

const CUT = { outcome: 'lost', how: 'cut' } as const;
const UNCLEAR = { outcome: 'lost', how: 'unclear' } as const;

/** Every way in which a purchase request can end. */
export function purchasing(
  world: World,
  key: string,
  replay: boolean,
  context: Context,
): Outcome<Reply>[] {
  const { setting } = context;
  const carriedOut = create(world, key, setting).map(({ next, reply }): Outcome<Reply> => ({
    does: told(reply),
    fault: null,
    next,
    reply,
    after: 0,
  }));
  if (world.faultsLeft === 0) return carriedOut;
  const less = spend(world);
  const applied = world.server.orders.some((order) => order.key === key);
  const no = (does: string, fault: FaultKind, reply: Reply, after = 0): Outcome<Reply> => {
    return { does, fault, next: less, reply, after };
  };
  return [
    ...carriedOut,
    no('the request is lost, the connection is cut', 'request lost', CUT),
    no('the request is lost, and it times out', 'request lost', UNCLEAR, EXCHANGE_TIMEOUT),
    no('a proxy answers HTML, the server saw nothing', 'answer unclear', UNCLEAR),
    ...create(less, key, setting).flatMap(({ next }): Outcome<Reply>[] => [
      {
        does: 'the server does it, the connection is cut',
        fault: 'reply lost',
        next,
        reply: CUT,
        after: 0,
      },
      {
        does: 'the server does it, a proxy answers HTML',
        fault: 'answer unclear',
        next,
        reply: UNCLEAR,
        after: 0,
      },
      {
        does: 'the server does it, and it times out',
        fault: 'reply lost',
        next,
        reply: UNCLEAR,
        after: EXCHANGE_TIMEOUT,
      },
    ]),
    ...lateCommits(less, key, setting.dialect === 'openapi' && !applied),
    // A server that has carried it out says so; it does not say "sold out" to its key.
    ...(applied ? [] : [no('the server says: sold out', 'refusal', { outcome: 'sold-out' })]),
    no('the server says: not now (503, to the end)', 'refusal', {
      outcome: 'refused',
      why: 'outage',
    }),
    no('the server says: wrong token', 'refusal', { outcome: 'refused', why: 'token' }),
    ...(replay && setting.dialect === 'openapi'
      ? [
          no('the server refuses to talk about the key', 'refusal', {
            outcome: 'lost',
            how: 'key-refused',
          }),
        ]
      : []),
  ];
}

/** @param mayHold whether the server may know already that it works on the key */
function lateCommits(less: World, key: string, mayHold: boolean): Outcome<Reply>[] {
  const waysToLose = [
    { reply: CUT, after: 0, said: 'the connection is cut' },
    { reply: UNCLEAR, after: EXCHANGE_TIMEOUT, said: 'it times out' },
  ] as const;
  return (mayHold ? [true, false] : [false]).flatMap((held) =>
    waysToLose.map(({ reply, after, said }) => ({
      does: `${said}, and the server will do it later${held ? ', knowing the key' : ''}`,
      fault: 'late commit' as const,
      next: comesLate(less, { do: 'create', of: key, held }),
      reply,
      after,
    })),
  );
}

export function comesLate(world: World, request: Omit<LateRequest, 'till'>): World {
  const late = [...world.late, { ...request, till: world.now + LATE_COMMIT }];
  return { ...world, late };
}

export type ClosingAnswer = {
  done: boolean;
  why: RefusalReason;
  retryAt: number | null;
  said: string;
};

/** Every way in which a cancel or finish can end. */
export function closing(
  world: World,
  how: 'cancel' | 'finish',
  id: string,
  context: Context,
): Outcome<ClosingAnswer>[] {
  const answer = (said: 'done' | RefusalReason, retryAt: number | null = null): ClosingAnswer => ({
    done: context.protocol.isDone(said),
    why: said === 'done' ? 'unclear' : said,
    retryAt,
    said,
  });
  const real = close(world, how, id, context.setting);
  const normal = {
    does: `the server says: ${real.reply}`,
    fault: null,
    next: real.next,
    reply: answer(real.reply),
    after: 0,
  };
  if (world.faultsLeft === 0) return [normal];
  const less = spend(world);
  const lost = answer('unclear');
  const done = close(less, how, id, context.setting).next;
  const refusal = (said: RefusalReason, retryAt: number | null = null): Outcome<ClosingAnswer> => ({
    does: `the server says: ${said}${retryAt === null ? '' : ', come back in an hour'}`,
    fault: 'refusal',
    next: less,
    reply: answer(said, retryAt),
    after: 0,
  });
  return [
    normal,
    {
      does: 'the request is lost, and it times out',
      fault: 'request lost',
      next: less,
      reply: lost,
      after: EXCHANGE_TIMEOUT,
    },
    {
      does: 'the server does it, the connection is cut',
      fault: 'reply lost',
      next: done,
      reply: lost,
      after: 0,
    },
    {
      does: 'the connection is cut, and the server will do it later',
      fault: 'late commit',
      next: comesLate(less, { do: how, of: id, held: false }),
      reply: lost,
      after: 0,
    },
    ...REFUSALS.map((said) => refusal(said)),
    refusal('too-many', world.now + 60 * 60_000),
  ];
}

const REFUSALS = [
  'conflict',
  'too-early',
  'too-many',
  'supplier',
  'unknown-order',
  'unclear',
  'final',
] as const;

/** A read fails only when all of its repetitions failed: 1, 2 and 4 s later. */
export const READ_FAILS_AFTER = 7_000;

function told(reply: Reply): string {
  switch (reply.outcome) {
    case 'bought':
      return `the server says: ${reply.order}`;
    case 'sold-out':
      return 'the server says: sold out';
    case 'refused':
      return `the server says: ${reply.why}`;
    case 'lost':
      return 'the server says: the first try of this key is in progress';
  }
}
