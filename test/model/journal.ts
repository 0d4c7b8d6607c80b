import type { Intent, JournalEvent, JournalFold } from '../../src/domain/journal.ts';
import type { Lease } from '../../src/domain/lease.ts';
import type { Context } from './protocol.ts';
import { LIFETIME, PRODUCT } from './server.ts';
import type { Line, Setting, World } from './world.ts';

/** Appends to the file, as far as the disk allows. */
export function toFile(world: World, line: Line): World {
  const { disk } = world;
  if (!fileWorks(world)) return world;
  return { ...world, disk: { ...disk, file: [...disk.file, line] } };
}

/** Appends to GITHUB_STATE. */
export function toState(world: World, line: Line): World {
  const { disk } = world;
  if (!stateWorks(world)) return world;
  return { ...world, disk: { ...disk, state: [...disk.state, line] } };
}

export function fileWorks({ disk }: World): boolean {
  return disk.full === 'no' || disk.full === 'state';
}

export function stateWorks({ disk }: World): boolean {
  return disk.full === 'no' || disk.full === 'file';
}

/** Where both places matter alike, they are written as one step. */
export function toBoth(world: World, line: Line): World {
  return toState(toFile(world, line), line);
}

/** src/action/post/owed.ts `readOwed` and src/action/disk/journal-file.ts `readJournal`. */
export function readOwed({ disk }: World, { protocol, setting }: Context): JournalFold {
  const events = [...disk.state, ...disk.file].map((line) => eventOf(line, setting));
  const intents = events.filter(({ type }) => type === 'intent');
  const rest = events.filter(({ type }) => type !== 'intent');
  return protocol.foldJournal([...intents, ...rest]);
}

function eventOf(line: Line, setting: Setting): JournalEvent {
  switch (line.is) {
    case 'intent':
      return { type: 'intent', intent: intentOf(line, setting) };
    case 'rented':
      return { type: 'rented', key: line.key, lease: leaseOf(line.order, line.at, setting) };
    case 'refused':
      return { type: 'refused', key: line.key, why: 'refused' };
    case 'closed':
      return { type: 'closed', orderId: line.order, how: line.how, at: line.at };
    case 'ended':
      return { type: 'ended' };
  }
}

export function intentOf(
  { key, at, balance }: { key: string; at: number; balance: number | null },
  { dialect }: Setting,
): Intent {
  const body = `{"product_id":"${PRODUCT}"}`;
  const where = { country: 'indonesia', countryCode: 'ID', platform: 'whatsapp' };
  return { key, path: '/orders', body, dialect, at, ...where, price: 1, balance };
}

/** @param rentedAt when its purchase left */
export function leaseOf(orderId: string, rentedAt: number, { skew }: Setting): Lease {
  return {
    orderId,
    phoneNumber: '',
    country: 'indonesia',
    countryCode: 'ID',
    platform: 'whatsapp',
    price: 1,
    currency: 'IDR',
    status: 'waiting',
    expiresAt: rentedAt + LIFETIME + skew,
    rentedAt,
  };
}
