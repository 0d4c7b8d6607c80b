import type { Order, OrderPermissions, OrderState, Sms } from '../../src/domain/order.ts';

export const SMS: Sms = { code: '042917', message: 'Your code is 042917', revision: 1 };
export const SMS_WITHOUT_CODE: Sms = { code: null, message: 'Welcome', revision: 1 };

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

export function order(state: OrderState, permissions: Partial<OrderPermissions> = {}): Order {
  return {
    id: '91001',
    state,
    permissions: { finish: null, cancel: null, cancelAvailableAt: null, ...permissions },
    phoneNumber: '+628123456789',
    amount: 4500,
    productId: '42',
    createdAt: null,
    expiresAt: null,
  };
}
