import type { Ports } from './ports.ts';

/**
 * Asks the provider to send the SMS again. It is free, and a help at most: no failure of it ends the
 * wait.
 *
 * @returns whether it need not be asked for any more: done, or nobody knows
 */
export async function askToResend(
  orderId: string,
  deadline: number,
  { provider, reporter, stop }: Ports,
): Promise<boolean> {
  if (provider.resend === null) return true;
  const reply = await provider.resend(orderId, { deadline, signal: stop });
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
