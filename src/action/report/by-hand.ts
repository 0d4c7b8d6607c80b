import type { Dialect } from '../../domain/order.ts';
import type { Provider } from '../../domain/provider.ts';
import { speak } from '../../smscode/connect.ts';
import { Remembered } from '../../smscode/remembered.ts';
import { NO_STORE } from '../disk/job-folder.ts';
import type { Inputs } from '../inputs/input-list.ts';
import { callerFor } from '../runtime/connection.ts';
import { wallClock } from '../runtime/wall.ts';
import type { ModeResult } from './end-step.ts';
import { unreached, type CommandFor, type Unowned } from './leaks.ts';
import { logReporter } from './reporter.ts';

/** How a person gives an order back; in both dialects where it is not known which one is spoken. */
export function commandsByHand(apiUrl: URL, dialect: Dialect | 'auto'): CommandFor {
  const command = (spoken: Dialect): CommandFor => {
    const provider = offlineProvider(apiUrl, spoken);
    return (orderId) => provider.releaseCommand(orderId, 'cancel');
  };
  if (dialect !== 'auto') return command(dialect);
  const [openapi, guide] = [command('openapi'), command('guide')];
  return (orderId) =>
    `${openapi(orderId)} (or, if the server does not know that path: ${guide(orderId)})`;
}

/** A provider that is only asked for its commands. */
function offlineProvider(apiUrl: URL, dialect: Dialect): Provider {
  const ports = { clock: wallClock, reporter: logReporter };
  const budget = { requestsPerMinute: 1, parallelJobs: 1 };
  const caller = callerFor({ apiUrl, token: '', ...budget }, { requests: 0 }, ports);
  return speak(dialect, caller, new Remembered(NO_STORE, wallClock), 0);
}

/** What a person looks at where no order id is known, with the command where the server has one. */
export function lookByHand(apiUrl: URL, dialect: Dialect | 'auto'): string {
  const list = offlineProvider(apiUrl, dialect === 'guide' ? 'guide' : 'openapi').listCommand();
  const may = dialect === 'auto' ? ' (if the server knows that path)' : '';
  const newest = "the account's newest orders";
  const look = list === null ? `Look at ${newest}` : `List ${newest}: ${list}${may} , look`;
  return `${look} for one of that time, and cancel it there; without an SMS it refunds itself when it expires.`;
}

/** A step that cannot become the owner of what it was handed: nobody else gives it back. */
export function unowned(orders: readonly Unowned[], inputs: Inputs, error: unknown): ModeResult {
  const byHand = commandsByHand(inputs['api-url'], inputs['api-dialect']);
  return {
    failures: orders.map((order) => unreached(order, error, byHand)),
    outputs: {},
    summary: '',
  };
}
