import { Failure } from '../../domain/failure.ts';
import type { Lease } from '../../domain/lease.ts';
import type { Ports } from '../../modes/ports.ts';
import type { Inputs } from '../inputs/input-list.ts';
import type { PreparedStep } from '../main/step.ts';
import { exportVariable } from '../report/reporter.ts';
import { markOf } from '../runtime/processes.ts';
import { startKeeper } from './start-keeper.ts';

/** URL of the code of each order. */
export type OtpUrls = ReadonlyMap<string, string>;

/**
 * `serve: true`: starts the keeper of these orders, and tells the following steps by variables of
 * the first. Rejects with a `Failure`; then post gives the numbers back.
 */
export async function serveCodes(
  step: PreparedStep,
  inputs: Inputs,
  leases: readonly Lease[],
  ports: Ports,
  env: NodeJS.ProcessEnv,
): Promise<OtpUrls> {
  let urls: OtpUrls;
  try {
    const serving = await startKeeper(
      {
        apiUrl: inputs['api-url'].href,
        token: inputs.token,
        dialect: ports.provider.dialect,
        leases: [...leases],
        journal: step.journal,
        main: markOf(process.pid),
        parent: process.ppid > 1 ? markOf(process.ppid) : null,
        autoRelease: inputs['auto-release'],
        releaseTimeoutMs: inputs['release-timeout'],
        timeoutMs: inputs.timeout,
        intervalMs: inputs['poll-interval'],
        requestsPerMinute: inputs['requests-per-minute'],
        parallelJobs: inputs['parallel-jobs'],
        otpPattern: inputs['otp-pattern'],
        expectDomain: inputs['expect-domain'],
        webhookListen: inputs['webhook-listen'],
        webhookSecret: inputs['webhook-secret'],
        webhookRelay: inputs['webhook-relay']?.href ?? null,
      },
      env,
      ports,
    );
    for (const { as, line } of serving.said) ports.reporter[as](line);
    urls = new Map(serving.urls.map(({ orderId, url }) => [orderId, url]));
  } catch (error) {
    throw notServed(error, ports.stop.aborted);
  }
  const [first] = leases;
  if (first !== undefined) exportFirst(first, urls);
  ports.reporter.info(
    `The codes of ${String(leases.length)} order(s) are served on loopback until the job ends, or the orders expire: ask OTP_URL, or "otp_url" of the output "orders".`,
  );
  return urls;
}

function exportFirst({ phoneNumber, orderId }: Lease, urls: OtpUrls): void {
  try {
    exportVariable('PHONE_NUMBER', phoneNumber);
    exportVariable('ORDER_ID', orderId);
    exportVariable('OTP_URL', urls.get(orderId) ?? '');
  } catch (error) {
    throw new Failure(
      'invalid-input',
      'The file behind the environment variable GITHUB_ENV cannot be written, so later steps would not get PHONE_NUMBER, ORDER_ID and OTP_URL. What was rented is given back by the post step. Run this as a step of a GitHub Actions job.',
      { cause: error },
    );
  }
}

function notServed(error: unknown, wasStopped: boolean): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return new Failure(
    wasStopped ? 'interrupted' : 'network',
    `The process that serves the codes on loopback could not be started (${why}). The post step gives back what was rented. Run the job again; if it stays so, leave "serve" out and use a step with "mode: wait".`,
    { cause: error },
  );
}
