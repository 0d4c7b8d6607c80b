import type { OtpAnswer, OtpDesk } from '../../src/domain/otp-desk.ts';
import type { Lease } from '../../src/domain/lease.ts';
import type { CommandEnd } from '../../src/domain/verify-plan.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { VerifyPorts } from '../../src/modes/verify-ports.ts';
import type { World } from './fake-ports.ts';

/** What a command finds: its number, and where to ask. */
export interface Found {
  lease: Lease;
  /** Asks as a request to OTP_URL does. */
  ask: (timeoutMs?: number) => Promise<OtpAnswer>;
}

/** A command that a test makes up. */
export type Act = (found: Found) => Promise<CommandEnd | Failure> | CommandEnd | Failure;

export const exit = (code: number): CommandEnd => ({ by: 'exit', code });

/** Asks for the code, and exits as a test does that needs it. */
export const needsCode: Act = async ({ ask }) => exit((await ask()).kind === 'code' ? 0 : 1);

/**
 * A world in which `run` acts so: each number gets its own act, the last one stays. The log tells
 * when each begins, when it was cleared away, and when its server closed.
 */
export function verifying(it: World, ...acts: Act[]): VerifyPorts {
  let runs = 0;
  let desk: OtpDesk | null = null;
  let asked = false;
  return {
    ...it,
    serve: (opened, { orderId }) => {
      desk = opened;
      asked = false;
      return Promise.resolve({
        url: `http://127.0.0.1/${orderId}`,
        asked: () => asked,
        close: () => {
          it.log.push(`closed ${orderId}`);
          return Promise.resolve();
        },
      });
    },
    start: (lease, url) => {
      it.log.push(`run ${lease.orderId} ${url}`);
      const act = acts[Math.min(runs, acts.length - 1)];
      runs += 1;
      const ask = (timeoutMs = 120_000): Promise<OtpAnswer> => {
        if (desk === null) throw new Error('nothing serves');
        asked = true;
        const { signal } = new AbortController();
        return desk.ask({ orderId: lease.orderId, timeoutMs, after: null, signal });
      };
      return {
        ended: Promise.resolve(act?.({ lease, ask }) ?? exit(0)).then((end) => {
          if (end instanceof Error) throw end;
          return end;
        }),
        clear: () => {
          it.log.push(`cleared ${lease.orderId}`);
          return Promise.resolve();
        },
      };
    },
    onRented: ({ orderId }) => void it.log.push(`rented ${orderId}`),
    onCode: ({ code }) => {
      it.log.push(`masked ${code}`);
      return Promise.resolve();
    },
  };
}
