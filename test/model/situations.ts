import { isGreen } from './invariants.ts';
import type { World } from './world.ts';

/** What an end is like, in words: a proof that never came there would prove nothing. */
export const SITUATIONS = [
  'main ended by itself',
  'main was killed',
  'main gave up and gave back itself',
  'post is green, and something was bought',
  'nothing was bought at all',
  'an order was cancelled',
  'an order with an SMS was closed or is paid',
  'an order is red by its id',
  'a purchase is red as unknown',
  'a purchase without an answer was found not to be made',
  'main stopped buying for the tombstone',
  'a sibling held its order to the end',
] as const;

export type Situation = (typeof SITUATIONS)[number];

export function situationsOf(world: World): Situation[] {
  const { main, post, server, sibling } = world;
  const ours = server.orders.filter(({ key }) => key !== null);
  const holds: Record<Situation, boolean> = {
    'main ended by itself': main.step === 'ended',
    'main was killed': main.step === 'dead',
    'main gave up and gave back itself':
      post.tasks.length === 0 && ours.some(({ closedBy }) => closedBy === 'us'),
    'post is green, and something was bought': isGreen(world) && ours.length > 0,
    'nothing was bought at all': ours.length === 0,
    'an order was cancelled': ours.some(({ state }) => state === 'cancelled'),
    'an order with an SMS was closed or is paid': ours.some(
      ({ state }) => state === 'finished' || state === 'sms',
    ),
    'an order is red by its id': post.said.some((said) => 'leaked' in said),
    'a purchase is red as unknown': post.said.some((said) => 'unknown' in said),
    'a purchase without an answer was found not to be made': post.said.some(
      (said) => 'nothingBought' in said,
    ),
    'main stopped buying for the tombstone': main.sawTombstone,
    'a sibling held its order to the end': sibling === 'holds',
  };
  return SITUATIONS.filter((situation) => holds[situation]);
}
