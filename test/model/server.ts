import type { Order } from '../../src/domain/order.ts';
import type { RefusalReason } from '../../src/domain/release-plan.ts';
import type { Reply, Server, ServerOrder, Setting, World } from './world.ts';

/** A server may forget a key so long after it saw it first. */
const KEY_KEPT = 5 * 60_000;

/** An order that gets no SMS expires and is refunded. */
export const LIFETIME = 20 * 60_000;

/** What the server does with a purchase request, one entry for each thing it may do. */
export function create(
  world: World,
  key: string,
  setting: Setting,
): { next: World; reply: Reply }[] {
  if (setting.dialect === 'guide') {
    const again = world.server.orders.some((order) => order.key === key);
    return [buy(again ? doubled(world, key) : world, key)];
  }
  if (world.late.some((request) => request.held && request.of === key)) {
    return [{ next: world, reply: { outcome: 'lost', how: 'settling' } }];
  }
  const made = world.server.orders.find((order) => order.key === key);
  if (made === undefined) return [buy(world, key)];
  const known = { next: world, reply: { outcome: 'bought', order: made.id } as const };
  return world.now - made.createdAt <= KEY_KEPT ? [known] : [known, buy(world, key)];
}

function buy(world: World, key: string): { next: World; reply: Reply } {
  const { server, now } = world;
  const copies = server.orders.filter((order) => order.key === key).length;
  const id = copies === 0 ? `order-${key}` : `order-${key}-again`;
  const order: ServerOrder = { id, key, state: 'waiting', createdAt: now, closedBy: null };
  const orders = [...server.orders, order];
  const next = { ...world, server: { ...server, orders, balance: server.balance - 1 } };
  return { next, reply: { outcome: 'bought', order: id } };
}

function doubled(world: World, key: string): World {
  const { server } = world;
  return { ...world, server: { ...server, doubled: [...server.doubled, key] } };
}

/** The sibling rents the same product in the same second as our first purchase. */
export function siblingBuys(world: World): World {
  const { server } = world;
  const order: ServerOrder = {
    id: 'order-sibling',
    key: null,
    state: 'waiting',
    createdAt: 0,
    closedBy: null,
  };
  const orders = [...server.orders, order];
  return { ...world, sibling: 'holds', server: { ...server, orders, balance: server.balance - 1 } };
}

export function siblingGivesBack(world: World): World {
  const { next } = close({ ...world, sibling: 'gave-back' }, 'cancel', 'order-sibling', null);
  return next;
}

/** What the server does with a cancel or finish; `setting` null: its window is open. */
export function close(
  world: World,
  how: 'cancel' | 'finish',
  id: string,
  setting: Setting | null,
): { next: World; reply: 'done' | RefusalReason } {
  const order = world.server.orders.find((one) => one.id === id);
  if (order === undefined) return { next: world, reply: 'unknown-order' };
  if (how === 'finish') {
    if (setting?.dialect === 'guide') throw new Error('A guide server has no such call.');
    if (order.state !== 'sms') return { next: world, reply: 'conflict' };
    return { next: changed(world, { ...order, state: 'finished', closedBy: 'us' }), reply: 'done' };
  }
  if (order.state !== 'waiting') return { next: world, reply: 'conflict' };
  if (setting !== null && world.now < order.createdAt + setting.cancelWindow) {
    return { next: world, reply: 'too-early' };
  }
  const closedBy = setting === null ? 'sibling' : 'us';
  const next = changed(world, { ...order, state: 'cancelled', closedBy });
  return { next: refunded(next), reply: 'done' };
}

export function smsArrives(world: World, id: string): World {
  const orders = world.server.orders.map((order) =>
    order.id === id ? { ...order, state: 'sms' as const } : order,
  );
  return { ...world, smsLeft: world.smsLeft - 1, server: { ...world.server, orders } };
}

/** Orders whose time is up close by themselves. */
export function expire(world: World): World {
  return world.server.orders
    .filter(({ state, createdAt }) => state === 'waiting' && createdAt + LIFETIME <= world.now)
    .reduce(
      (next, order) => refunded(changed(next, { ...order, state: 'expired', closedBy: 'time' })),
      world,
    );
}

function changed(world: World, to: ServerOrder): World {
  const orders = world.server.orders.map((order) => (order.id === to.id ? to : order));
  return { ...world, server: { ...world.server, orders } };
}

function refunded(world: World): World {
  const server: Server = { ...world.server, balance: world.server.balance + 1 };
  return { ...world, server };
}

/** An order as a reading at `at` (runner's clock) shows it to the client, in the domain's words. */
export function view(
  { id, createdAt }: Pick<ServerOrder, 'id' | 'createdAt'>,
  state: ServerOrder['state'],
  at: number,
  { dialect, skew, cancelWindow }: Setting,
): Order {
  const opens = createdAt + cancelWindow;
  const openapi = dialect === 'openapi';
  const waiting = state === 'waiting';
  return {
    id,
    state: STATE[state],
    permissions: {
      finish: openapi ? state === 'sms' : null,
      cancel: openapi ? waiting && at >= opens : null,
      cancelAvailableAt: openapi && waiting ? opens + skew : null,
    },
    resend: { allowed: null, availableAt: null },
    phoneNumber: '+6281234567890',
    amount: 1,
    productId: PRODUCT,
    catalogProductId: null,
    createdAt: openapi ? createdAt + skew : null,
    expiresAt: createdAt + LIFETIME + skew,
  };
}

export const PRODUCT = '42';

const SMS = { code: '123456', message: null, revision: null };

const STATE: Record<ServerOrder['state'], Order['state']> = {
  waiting: { status: 'waiting', stale: null },
  sms: { status: 'otp-received', sms: SMS },
  finished: { status: 'completed', sms: SMS },
  cancelled: { status: 'cancelled' },
  expired: { status: 'expired' },
};

export function orderOf({ server }: World, id: string): ServerOrder | undefined {
  return server.orders.find((order) => order.id === id);
}
