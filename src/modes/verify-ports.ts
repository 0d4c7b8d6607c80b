import type { Lease } from '../domain/lease.ts';
import type { OtpDesk } from '../domain/otp-desk.ts';
import type { CommandEnd } from '../domain/verify-plan.ts';
import type { Ports } from './ports.ts';
import type { Received } from './wait.ts';

/** Where the command asks for the code. */
export interface Serving {
  url: string;
  /** Whether anybody has asked so far. */
  asked: () => boolean;
  close: () => Promise<void>;
}

export interface RunningCommand {
  /** Rejects with a {@link Failure} if it could not be started. */
  ended: Promise<CommandEnd>;
  /** Ends all that it left behind, and resolves when nothing is left. */
  clear: () => Promise<void>;
}

/** Everything that verifying touches of the world. */
export interface VerifyPorts extends Ports {
  serve: (desk: OtpDesk, lease: Lease) => Promise<Serving>;
  /** Starts the command against a number; when `stop` aborts, all that it started is ended. */
  start: (lease: Lease, otpUrl: string) => RunningCommand;
  /** Told of each number before the log shows it. */
  onRented: (lease: Lease) => void;
  /** Told of each code before anybody can have it. */
  onCode: (received: Received) => Promise<void>;
}
