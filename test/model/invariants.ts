import { lives } from './main-state.ts';
import { deadlineOf } from './post.ts';
import type { Context } from './protocol.ts';
import type { ServerOrder, World } from './world.ts';

/**
 * What must hold, in words, each with its check beneath. A check looks at one state (`isEnd`: nothing
 * can happen any more, and everything that was late has come) and says what is wrong, or null.
 */
export interface Invariant {
  says: string;
  check: (world: World, isEnd: boolean, context: Context) => string | null;
}

export const INVARIANTS: readonly Invariant[] = [
  {
    says: 'No purchase is under way whose intent is neither on disk nor in the state.',
    check: ({ main, late, disk }) => {
      // From then on only post sends, and only what it has read of.
      if (disk.isForgotten) return null;
      const written = new Set(
        [...disk.file, ...disk.state].flatMap((line) => (line.is === 'intent' ? [line.key] : [])),
      );
      const under = [
        ...(main.step === 'in-flight' ? [`k${String(main.nth)}`] : []),
        ...late.flatMap(({ do: what, of }) => (what === 'create' ? [of] : [])),
      ];
      const lacking = under.find(
        (key) => !written.has(key) && !written.has(key.replace('-fresh', '')),
      );
      return lacking === undefined ? null : `the intent of ${lacking} is written nowhere`;
    },
  },
  {
    says: 'Nothing is bought twice for one intent: one order for each key, and on a server without keys no purchase is sent twice.',
    check: ({ server }) => {
      const [doubled] = server.doubled;
      if (doubled !== undefined) return `${doubled} was bought twice on a server without keys`;
      const keys = ours(server.orders).map(({ key }) => (key ?? '').replace('-fresh', ''));
      const twice = keys.find((key, index) => keys.indexOf(key) !== index);
      return twice === undefined ? null : `two orders were bought for ${twice}`;
    },
  },
  {
    says: "A sibling's order is never closed by us.",
    check: ({ server }) =>
      server.orders.some(({ key, closedBy }) => key === null && closedBy === 'us')
        ? "the sibling's order was closed by us"
        : null,
  },
  {
    says: 'Who has seen the tombstone buys nothing more.',
    check: ({ main }) =>
      main.sawTombstone && (main.step === 'in-flight' || main.step === 'write-intent')
        ? 'main buys although it has seen the tombstone'
        : null,
  },
  {
    says: 'No leak is silent: when post has ended, each order that this job made is closed (guide: or paid), or was said red, by its id or as a purchase that had no answer.',
    check: (world, isEnd, context) => {
      if (!isEnd) return null;
      const silent = open(world, context).find((order) => !isSaid(order, world));
      return silent === undefined ? null : `${silent.id} is open, and post says nothing of it`;
    },
  },
  {
    says: 'On an openapi server that can be reached everything is closed in the end, unless the token is refused, post is stopped, the cancel cap is reached, the server denies the order for longer than a minute, or the key is of no more use.',
    check: (world, isEnd, context) => {
      if (!isEnd || context.setting.dialect === 'guide' || world.excuses.length > 0) return null;
      const [left] = open(world, context);
      return left === undefined ? null : `${left.id} was left open without need`;
    },
  },
  {
    says: '"Nothing was bought" is never said of a purchase whose order is open, or comes later.',
    check: (world, isEnd, context) => {
      if (!isEnd) return null;
      const { main, post } = world;
      const denied = [...main.said, ...post.said].flatMap((said) =>
        'nothingBought' in said ? [said.nothingBought] : [],
      );
      const made = open(world, context).find(({ key }) => denied.includes(key ?? ''));
      return made === undefined ? null : `"nothing was bought" was said, and there is ${made.id}`;
    },
  },
  {
    says: 'Post is green only if nothing of ours is open.',
    check: (world, isEnd, context) => {
      if (!isEnd || !isGreen(world)) return null;
      const [left] = open(world, context);
      return left === undefined ? null : `post is green, and ${left.id} is open`;
    },
  },
  {
    says: 'Every way comes to an end, in time: main within its renting time and the time to give back, post within release-timeout and one exchange.',
    check: (world, isEnd, context) => {
      const { post, now } = world;
      if (isEnd && (lives(world) || post.step !== 'ended')) return 'somebody waits for ever';
      const works = post.step === 'work' || post.step === 'balance';
      if (works && now > deadlineOf(post, context) + 40_000) return 'post works beyond its time';
      return lives(world) && now > 340_000 ? 'main works beyond its time' : null;
    },
  },
];

function ours(orders: readonly ServerOrder[]): ServerOrder[] {
  return orders.filter(({ key }) => key !== null);
}

/** What costs or blocks something. On a guide server an order whose SMS came needs nothing. */
function open({ server }: World, { setting }: Context): ServerOrder[] {
  return ours(server.orders).filter(
    ({ state }) => state === 'waiting' || (state === 'sms' && setting.dialect === 'openapi'),
  );
}

function isSaid({ id, key }: ServerOrder, { post }: World): boolean {
  return post.said.some(
    (said) =>
      ('leaked' in said && said.leaked === id) || ('unknown' in said && said.unknown === key),
  );
}

export function isGreen({ post }: World): boolean {
  return post.said.every((said) => 'nothingBought' in said);
}
