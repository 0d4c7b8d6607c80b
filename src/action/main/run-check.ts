import { releaseOrders } from '../../modes/give-back.ts';
import { check } from '../../modes/check.ts';
import { rentNumbers } from '../../modes/rent.ts';
import type { ModeResult } from '../report/end-step.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { rentWish } from './run-acquire.ts';
import type { PreparedStep } from './step.ts';
import { markup, paragraphs } from '../report/markdown.ts';
import { offerTable, releaseTable } from '../report/summary.ts';

const CHECKING_MS = 120_000;

/** `mode: check`: balance and catalog, and with `rent` one number rented and given straight back. */
export async function runCheck(step: PreparedStep, inputs: Inputs): Promise<ModeResult> {
  const ports = await step.connect();
  // Whatever an unused input says has no effect here, as the notice promises.
  const wish = rentWish({ ...inputs, 'product-id': '', policy: 'cheapest' });
  const limits = { deadline: ports.clock.now() + CHECKING_MS, signal: ports.stop };
  const checked = await check(
    { countries: inputs.country, platform: inputs.platform || null, limits: wish.limits },
    limits,
    ports,
  );
  const balance: Record<string, string> =
    checked.balance === null ? {} : { balance: String(checked.balance) };
  const said = [
    checked.balance === null ? markup`` : markup`Balance: ${checked.balance} IDR`,
    offerTable(checked.offers),
  ];
  if (checked.balance !== null) ports.reporter.info(said[0] ?? '');
  const [cheapest] = checked.offers;
  if (cheapest !== undefined) {
    ports.reporter.info(
      `${String(checked.offers.length)} product(s) in stock; the cheapest: product ${cheapest.productId} in ${cheapest.country} at ${String(cheapest.price)} IDR, ${String(cheapest.available)} left`,
    );
  }
  if (checked.failure !== null || !inputs.rent) {
    const failures = checked.failure === null ? [] : [checked.failure];
    return { failures, outputs: balance, summary: paragraphs(said) };
  }
  const rented = await rentNumbers({ ...wish, selfTest: true }, 1, ports);
  const released = ports.stop.aborted
    ? []
    : await releaseOrders(
        rented.leases,
        { deadline: ports.clock.now() + inputs['release-timeout'], signal: ports.halt },
        ports,
      );
  return {
    failures: [
      ...(rented.failure === null ? [] : [rented.failure]),
      ...released.flatMap((entry) => (entry.how === null ? [entry.failure] : [])),
    ],
    outputs: balance,
    summary: paragraphs([...said, releaseTable(released)]),
  };
}
