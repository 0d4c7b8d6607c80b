import { Failure } from '../domain/failure.ts';
import type { Lease } from '../domain/lease.ts';
import { smsArrived, type Order } from '../domain/order.ts';
import type { CodeRules } from '../domain/otp/read-code.ts';
import { decidePolling } from '../domain/polling.ts';
import { countriesAfter, nextVerifyStep, type VerifyStep } from '../domain/verify-plan.ts';
import { acquire } from './acquire.ts';
import { giveBackForNext } from './give-back-for-next.ts';
import type { Released } from './give-back.ts';
import type { RentWish } from './rent-session.ts';
import { attempt, type Attempted, type Tried } from './verify-attempt.ts';
import type { VerifyPorts } from './verify-ports.ts';
import { ending, notRented, sayAfter, sayBefore } from './verify-words.ts';
import { waitedFor, type WaitWish } from './wait.ts';

export interface VerifyWish {
  rent: RentWish;
  wait: WaitWish;
  /** Most numbers to try. */
  attempts: number;
}

export interface Verified {
  /** In the order in which they were tried. */
  tried: Tried[];
  failure: Failure | null;
  /** Numbers that were rented and given back at once, because they could not be used. */
  unused: Released[];
}

/**
 * Rents a number, runs the command against it, and goes on with the next country as long as no SMS
 * came. What is still open afterwards is left to post.
 */
export async function verify(wish: VerifyWish, ports: VerifyPorts): Promise<Verified> {
  const tried: Tried[] = [];
  let { target } = wish.rent;
  const most = target.by === 'catalog' ? Math.min(wish.attempts, target.countries.length) : 1;
  for (;;) {
    const rented = await acquire({ ...wish.rent, target }, 1, false, ports, ports.onRented);
    const [lease] = rented.leases;
    if (rented.failure !== null || lease === undefined) {
      const failure = notRented(rented.failure, tried);
      return { tried, failure, unused: rented.released };
    }
    target = withoutTried(target, rented.place, lease);
    const left = {
      attempts: wish.attempts - tried.length - 1,
      countries: target.by === 'catalog' ? target.countries.length : 0,
    };
    sayBefore(lease, tried.length + 1, most, ports);
    const attempted = await attempt(lease, wish.wait, ports);
    const entry: Tried = { ...attempted, released: null };
    tried.push(entry);
    const step = await judge(entry, left, wish.wait.rules, ports);
    sayAfter(entry, step, tried.length, ports);
    switch (step.do) {
      case 'succeed':
        return { tried, failure: null, unused: [] };
      case 'end':
        return { tried, failure: ending(step.as, tried), unused: [] };
      case 'next':
        continue;
    }
  }
}

/** A number that got no SMS is given back first: its refund may have to pay for the next one. */
async function judge(
  entry: Tried,
  left: { attempts: number; countries: number },
  rules: CodeRules,
  ports: VerifyPorts,
): Promise<VerifyStep> {
  const facts = factsOf(entry);
  const inVain = nextVerifyStep(facts, { attempts: 1, countries: 1, givesBack: true });
  if (inVain.do !== 'next') return inVain;
  const { released, givesBack } = await giveBackForNext(entry, ports);
  entry.released = released;
  if (ports.stop.aborted) return { do: 'end', as: 'interrupted' };
  const late = released?.order ?? null;
  if (late === null || !smsArrived(late)) return nextVerifyStep(facts, { ...left, givesBack });
  // It came while the number was being given back: it is paid, and may have its code.
  await learnLate(entry, late, rules, ports);
  return nextVerifyStep(factsOf(entry), { ...left, attempts: 0, givesBack });
}

async function learnLate(
  entry: Tried,
  order: Order,
  rules: CodeRules,
  ports: VerifyPorts,
): Promise<void> {
  const now = ports.clock.now();
  const decision = decidePolling(order, now, { deadline: now, intervalMs: 0, after: null, rules });
  if (decision.kind === 'poll-again') return;
  entry.waited = waitedFor(
    entry.lease,
    { ...decision, order },
    { waitedMs: entry.seconds * 1_000, after: null },
  );
  if (entry.waited.failure === null) await ports.onCode(entry.waited);
}

function factsOf({ command, asked, waited }: Attempted) {
  return {
    // What could not be started did not ask either.
    command: command ?? { by: 'exit' as const, code: 1 },
    asked,
    code: waited.failure === null ? ('came' as const) : waited.failure.kind,
  };
}

function withoutTried(target: RentWish['target'], place: number, lease: Lease): RentWish['target'] {
  return target.by === 'product'
    ? target
    : { ...target, countries: countriesAfter(place, target.countries, lease) };
}
