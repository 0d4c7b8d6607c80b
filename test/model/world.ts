import type { Dialect } from '../../src/domain/order.ts';
import type { RecoveryProgress } from '../../src/domain/recovery-plan.ts';
import type { RefusalReason } from '../../src/domain/release-plan.ts';

/**
 * Everything that one moment of the release protocol consists of: plain data, never changed in
 * place. Two worlds with the same text are the same state. Times are milliseconds since the job's
 * first step, by the runner's clock; money is in units of one number's price.
 */
export interface World {
  now: number;
  /** Mishaps that may still happen. */
  faultsLeft: number;
  /** SMS that may still arrive. They are no fault, and are counted apart. */
  smsLeft: number;
  main: Main;
  post: Post;
  sibling: 'to-buy' | 'holds' | 'gave-back' | 'absent';
  disk: Disk;
  server: Server;
  /** Requests whose connection is broken, and which the server will carry out all the same. */
  late: readonly LateRequest[];
  /** Why an order of ours may, red, stay open; see the invariants. */
  excuses: readonly Excuse[];
}

export type Excuse =
  | 'token-refused'
  | 'post-stopped'
  | 'cancel-cap'
  /** The key can tell nothing any more: it is too old, or the server refuses to talk about it. */
  | 'key-useless'
  /** The server insisted for longer than a minute that it does not know the order. */
  | 'order-denied';

/** What a run of the model assumes; see `settings.ts`. */
export interface Setting {
  dialect: Dialect;
  purchases: number;
  faults: number;
  sms: number;
  /** Whether another job rents with the same token. The step knows it, as `parallel-jobs`. */
  sibling: boolean;
  /** From an order's creation until it may be cancelled. */
  cancelWindow: number;
  releaseTimeout: number;
  /** How far the provider's clock is ahead of the runner's. */
  skew: number;
  /** When post may begin, counted from the end of main. */
  postAfter: readonly number[];
}

/** How a purchase ended, as far as the client can tell; see `PurchaseReply`. */
export type Reply =
  | { outcome: 'bought'; order: string }
  | { outcome: 'sold-out' }
  /** `outage`: an answer that says "not now"; `token`: no more than that the token is wrong. */
  | { outcome: 'refused'; why: 'outage' | 'token' | 'not-sent' }
  | { outcome: 'lost'; how: RecoveryProgress['last'] };

/** What is written in words at the end: by `leaked` and `unknown` it is red. */
export type Said = { leaked: string } | { unknown: string } | { nothingBought: string };

/** A line of the journal; `journal.ts` makes a real event of it. */
export type Line =
  | { is: 'intent'; key: string; at: number; balance: number | null }
  | { is: 'rented'; key: string; order: string; at: number }
  | { is: 'refused'; key: string }
  | {
      is: 'closed';
      order: string;
      how: 'cancelled' | 'finished' | 'already-closed' | 'paid';
      at: number;
    }
  | { is: 'ended' };

/** The step's two journals, and whether they can be written at all. */
export interface Disk {
  file: readonly Line[];
  /** GITHUB_STATE, which the runner hands to post. */
  state: readonly Line[];
  full: 'no' | 'file' | 'state' | 'both';
  tombstone: boolean;
  /** Nobody will look at it any more, so it is no part of the state. */
  isForgotten: boolean;
}

export interface ServerOrder {
  id: string;
  /** Null: the sibling's. */
  key: string | null;
  state: 'waiting' | 'sms' | 'finished' | 'cancelled' | 'expired';
  /** By the runner's clock. */
  createdAt: number;
  closedBy: 'us' | 'sibling' | 'time' | null;
}

export interface Server {
  orders: readonly ServerOrder[];
  balance: number;
  /** Keys of purchases that were sent twice to a server that knows no keys. */
  doubled: readonly string[];
}

export interface LateRequest {
  do: 'create' | 'cancel' | 'finish';
  /** Idempotency key or order id. */
  of: string;
  /** At the latest. */
  till: number;
  /** Whether the server knows already that it works on it, and says so when it is asked. */
  held: boolean;
}

/** Giving one order back: src/modes/give-back.ts `releaseOrder`. */
export interface Task {
  order: string;
  rentedAt: number;
  /** `note`: main alone writes down that it closed. */
  step: 'read' | 'act' | 'note' | 'done';
  /** Asleep or waiting for a time-out until then. */
  till: number;
  /** Whether that may be cut short when the step is stopped. */
  sleeping: boolean;
  /** The last reading: what it said, and when. */
  seen: { state: ServerOrder['state']; at: number } | null;
  refusals: number;
  pauses: number;
  /** A refusal that came at the end of the time-out. */
  refused: { asked: 'read' | 'close'; why: RefusalReason; retryAt: number | null } | null;
  how: 'cancelled' | 'finished' | 'already-closed' | 'paid' | 'leaked' | 'not-found' | null;
  /** When it closed. */
  at: number;
}

/** Finding out what became of a purchase: src/modes/recover.ts `findPurchase`. */
export interface Search {
  key: string;
  at: number;
  step: 'plan' | 'look' | 'done';
  look: 'replay' | 'list';
  till: number;
  sleeping: boolean;
  progress: RecoveryProgress;
}

/** The steps of one purchase, in the order of src/modes/buy.ts `buy`; see `main.ts`. */
export type BuyingStep =
  | 'look-for-tombstone'
  | 'write-intent'
  | 'write-intent-to-state'
  | 'may-leave'
  | 'in-flight'
  | 'judge-answer'
  | 'write-order'
  | 'write-order-to-state'
  | 'look-for-tombstone-again';

export type MainStep =
  | 'read-balance'
  | BuyingStep
  | 'take-back-intent'
  | 'search'
  | 'read-balance-after'
  | 'give-back'
  | 'end'
  | 'ended'
  | 'dead';

/** `mode: acquire`, all or nothing, of one process. */
export interface Main {
  step: MainStep;
  /** The purchase that is being made, from 1. */
  nth: number;
  intentAt: number;
  till: number;
  sleeping: boolean;
  /** When it was told to stop, and may be gone without a last word. */
  stopped: number | null;
  reply: Reply | null;
  /** Whether the request under way is a replay. */
  replays: boolean;
  search: Search | null;
  writeFailed: boolean;
  balance: number | null;
  soldOut: boolean;
  /** Rented and kept so far, with the times of their intents. */
  leases: readonly { order: string; at: number }[];
  giveBack: readonly Task[];
  deadline: number;
  /** What is wrong while an order is given back at once; null while the others are. */
  obstacle: 'interrupted' | 'other' | null;
  sawTombstone: boolean;
  said: readonly Said[];
}

export interface Post {
  step:
    'not-begun' | 'write-tombstone' | 'await-main' | 'read-journal' | 'work' | 'balance' | 'ended';
  /** When it begins, or began. */
  at: number;
  stopped: boolean;
  tasks: readonly Task[];
  /** Ids by which it knows orders before it works: its own and those of the job. */
  known: readonly string[];
  search: Search | null;
  /** Purchases on a guide server that wait for the verdict of the balance. */
  unjudged: readonly { key: string; at: number; balance: number | null; begunAt: number }[];
  till: number;
  said: readonly Said[];
}

/** One thing that can happen next. */
export interface Step {
  by: 'main' | 'post' | 'sibling' | 'server' | 'runner' | 'clock';
  does: string;
  fault: FaultKind | null;
  next: World;
}

export const FAULTS = [
  'main is killed',
  'main is stopped',
  'post is stopped',
  'post begins beside main',
  'request lost',
  'reply lost',
  'late commit',
  'answer unclear',
  'refusal',
  'disk full',
] as const;

export type FaultKind = (typeof FAULTS)[number];

export const EXCHANGE_TIMEOUT = 10_000;
/** A server carries a request out within 30 s of its leaving, or never: design of the recovery. */
export const LATE_COMMIT = 29_999;

export function spend(world: World): World {
  return { ...world, faultsLeft: world.faultsLeft - 1 };
}

export function excuse(world: World, why: Excuse): World {
  if (world.excuses.includes(why)) return world;
  return { ...world, excuses: [...world.excuses, why].toSorted() };
}
