import { existsSync } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { openOtpServer } from '../../keeper/otp-server.ts';
import type { Lease } from '../../domain/lease.ts';
import { costOf } from '../../modes/give-back.ts';
import { verify } from '../../modes/verify.ts';
import type { VerifyPorts } from '../../modes/verify-ports.ts';
import type { Inputs } from '../inputs/input-list.ts';
import type { ModeResult } from '../report/end-step.ts';
import { paragraphs } from '../report/markdown.ts';
import { maskCodes, maskPhone } from '../report/outputs.ts';
import { shareLog, whenSaid } from '../report/reporter.ts';
import { releaseTable } from '../report/summary.ts';
import { verifyOutputs, verifyTable } from '../report/verify-report.ts';
import { nudgeWish, openNudges } from '../runtime/nudges.ts';
import { waitWish } from '../runtime/wait-wish.ts';
import { commandEnv } from '../shell/command-env.ts';
import { startCommand } from '../shell/run-command.ts';
import { prepareScript, type Script } from '../shell/shell.ts';
import { connectToRent, rentWish } from './run-acquire.ts';
import type { PreparedStep } from './step.ts';

/** `mode: verify`: runs the command against a number, and against others as long as no SMS comes. */
export async function runVerify(
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  const { random } = step.local;
  const cwd = env.GITHUB_WORKSPACE ?? process.cwd();
  if (!existsSync(cwd)) throw noWorkspace(cwd);
  const script = await prepareScript(inputs.run, inputs.shell, env.RUNNER_TEMP ?? '', random);
  try {
    return await verifyWith({ script, cwd }, step, inputs, env);
  } finally {
    script.remove();
  }
}

async function verifyWith(
  { script, cwd }: { script: Script; cwd: string },
  step: PreparedStep,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Promise<ModeResult> {
  const { ports, phoneBook } = await connectToRent(step, inputs);
  const wish = {
    rent: rentWish(inputs),
    wait: { ...(await waitWish(inputs)), after: null },
    attempts: inputs.attempts,
  };
  const { nudges, close } = await openNudges(nudgeWish(inputs), ports);
  const hide = inputs['mask-phone'];
  const rented: Lease[] = [];
  const verifying: VerifyPorts = {
    ...ports,
    nudges,
    serve: async (desk, lease) => {
      const options = { defaultTimeoutMs: inputs.timeout, random: ports.random };
      const server = await openOtpServer(desk, [lease], options);
      return {
        url: server.urlOf(lease.orderId),
        asked: () => server.asked(lease.orderId),
        close: () => server.close(),
      };
    },
    start: ({ phoneNumber, orderId }, otpUrl) => {
      const more = { PHONE_NUMBER: phoneNumber, ORDER_ID: orderId, OTP_URL: otpUrl };
      const command = { script, env: commandEnv(env, inputs.token, more), cwd, mark: otpUrl };
      shareLog();
      return startCommand(command, ports.stop, ports.clock);
    },
    onRented: (lease) => {
      rented.push(lease);
      if (hide) maskPhone(lease, phoneBook);
    },
    onCode: async (received) => {
      maskCodes([received], rented);
      await whenSaid();
    },
  };
  const { tried, failure, unused } = await verify(wish, verifying).finally(close);
  // Also the text of an SMS whose code could not be used.
  maskCodes(
    tried.map(({ waited }) => waited),
    rented,
  );
  const cost = costOf([
    ...tried.map(({ lease, waited, released }) => ({
      lease,
      order: released?.order ?? waited.order,
    })),
    ...unused,
  ]);
  const knowsCountries = ports.provider.dialect === 'openapi';
  return {
    failures: failure === null ? [] : [failure],
    outputs: {
      ...verifyOutputs(tried, unused, phoneBook, knowsCountries),
      cost: cost === null ? '' : String(cost),
    },
    summary: paragraphs([verifyTable(tried, hide), releaseTable(unused)]),
  };
}

function noWorkspace(path: string): Failure {
  return new Failure(
    'invalid-input',
    `The command of "run" runs in the workspace, and ${path} is not there. Nothing was bought. Put a step with actions/checkout before this one.`,
  );
}
