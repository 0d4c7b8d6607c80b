import type { Order, OrderPermissions, OrderState, Sms } from '../../src/domain/order.ts';
import { order } from './samples.ts';

export const SMS: Sms = { code: '042917', message: 'Your code is 042917', revision: 1 };
const SMS_WITHOUT_CODE: Sms = { code: null, message: 'Welcome', revision: 1 };

/** Every state that an order can be in, by a name for people. */
export const STATES = {
  waiting: { status: 'waiting', stale: null },
  'waiting with a stale SMS': { status: 'waiting', stale: SMS },
  'otp-received': { status: 'otp-received', sms: SMS },
  'otp-received without a code': { status: 'otp-received', sms: SMS_WITHOUT_CODE },
  'completed with its SMS': { status: 'completed', sms: SMS },
  'completed without an SMS': { status: 'completed', sms: null },
  cancelled: { status: 'cancelled' },
  expired: { status: 'expired' },
} as const satisfies Record<string, OrderState>;

export function reading(state: OrderState, permissions: Partial<OrderPermissions> = {}): Order {
  const all = { finish: null, cancel: null, cancelAvailableAt: null, ...permissions };
  return order('91001', { state, permissions: all });
}
