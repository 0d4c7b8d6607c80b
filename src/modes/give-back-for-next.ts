import { byOurClock, nextReleaseStep } from '../domain/release-plan.ts';
import { releaseOrders, type Released } from './give-back.ts';
import type { Ports } from './ports.ts';
import type { Attempted } from './verify-attempt.ts';

/** Cancelling takes a moment; what takes longer is left to the post step. */
const GIVE_BACK_NOW_MS = 10_000;

export interface GivenBackForNext {
  /** Null where its cancel window is still closed: then post gives it back. */
  released: Released | null;
  /** False where the provider warns: whoever goes on renting and cancelling is banned. */
  givesBack: boolean;
}

/** Gives back a number that got no SMS, so that the next one can be rented without delay. */
export async function giveBackForNext(
  { lease, waited: { order } }: Pick<Attempted, 'lease' | 'waited'>,
  ports: Ports,
): Promise<GivenBackForNext> {
  const now = ports.clock.now();
  if (order !== null) {
    const step = nextReleaseStep(byOurClock(order, lease), ports.provider.dialect, now, now, 0);
    if (step.do === 'give-up' && step.because === 'window') {
      ports.reporter.info(`${lease.orderId}: may not be cancelled yet; the post step does it.`);
      return { released: null, givesBack: true };
    }
  }
  const limits = { deadline: now + GIVE_BACK_NOW_MS, signal: ports.halt };
  const [released = null] = await releaseOrders([lease], limits, ports);
  if (released === null || released.how !== null) return { released, givesBack: true };
  ports.reporter.info(
    `${lease.orderId}: not given back yet (${released.failure.fact()}); the post step tries again.`,
  );
  const isWarned = released.refusedAs === 'banned' || released.refusedAs === 'rate-limited';
  return { released, givesBack: !isWarned };
}
