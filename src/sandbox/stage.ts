import type { RequestLog } from './api/request-log.ts';
import type { Clock } from './clock.ts';
import type { FaultRules } from './faults/fault-rules.ts';
import type { World } from './world.ts';

/** Everything that whoever runs the sandbox, rather than its customer, may see and move. */
export type Stage = {
  readonly world: World;
  readonly clock: Clock;
  readonly faults: FaultRules;
  readonly log: RequestLog;
  readonly addresses: () => Addresses;
  /** Asks for the end; it comes after the answer has gone out. */
  readonly requestStop: () => void;
};

export type Addresses = {
  readonly url: string;
  readonly guide_url: string;
  readonly openapi_url: string;
  readonly control_url: string;
};
