import type { Ports } from './ports.ts';

const RESENDING_MS = 10_000;

/**
 * Asks the provider to send the SMS again. It is free, and a help at most: no failure of it ends the
 * wait.
 *
 * @returns whether it need not be asked for any more: done, or nobody knows
 */
export async function askToResend(
  orderId: string,
  deadline: number,
  { provider, reporter, clock, stop }: Ports,
): Promise<boolean> {
  if (provider.resend === null) return true;
  // Others wait for their reads meanwhile.
  const until = Math.min(deadline, clock.now() + RESENDING_MS);
  const reply = await provider.resend(orderId, { deadline: until, signal: stop });
  switch (reply.outcome) {
    case 'sent':
      reporter.info(`Order ${orderId}: asked the provider to send again.`);
      return true;
    case 'unclear':
      reporter.info(
        `Order ${orderId}: whether the provider sends again is not known: ${reply.failure.describe()}`,
      );
      return true;
    case 'refused':
      reporter.info(
        `Order ${orderId}: the provider does not send again: ${reply.failure.describe()}`,
      );
      return false;
  }
}
