import { guideTime } from '../api/guide/views.ts';
import { openapiTime } from '../api/openapi/views.ts';
import { affordances, type Windows } from '../core/affordances.ts';
import type { AccountEvent } from '../core/account.ts';
import type { Payload } from './webhooks.ts';
import { otpCode, otpMessage } from '../core/order.ts';

/** The flat body of the guide; `undefined` for events that it does not know. */
export function guidePayload({ kind, order, at }: AccountEvent): Payload | undefined {
  const names = { sms: 'otp.received', expired: 'order.expired', cancelled: 'order.cancelled' };
  if (kind === 'created' || kind === 'resend' || kind === 'completed') return undefined;
  const event = names[kind];
  return {
    event,
    body: {
      event,
      order_id: order.ref,
      phone_number: order.phoneNumber,
      otp_code: otpCode(order),
      timestamp: guideTime(at),
    },
  };
}

/** The nested body of the openapi dialect. */
export function openapiPayload(
  { kind, order, at }: AccountEvent,
  windows: Windows,
  canReactivate: boolean,
): Payload | undefined {
  if (kind === 'created' || kind === 'resend') return undefined;
  const names = {
    sms: 'order.otp_received',
    completed: 'order.completed',
    expired: 'order.expired',
    cancelled: 'order.canceled',
  };
  const event = names[kind];
  const possible = affordances(order, windows, at);
  const time = (milliseconds: number | undefined): string | null =>
    milliseconds === undefined ? null : openapiTime(milliseconds);
  return {
    event,
    body: {
      event,
      timestamp: openapiTime(at),
      data: {
        order_id: order.id,
        phone_number: order.phoneNumber,
        otp_code: otpCode(order),
        otp_message: otpMessage(order),
        // Only an SMS has a revision; the terminal events carry none.
        sms_revision: kind === 'sms' ? order.sms.length : null,
        product_id: order.productId,
        catalog_product_id: order.catalogProductId,
        country: order.country,
        platform: order.platform,
        operator_id: order.operator.id,
        operator_name: order.operator.name,
        can_finish: possible.canFinish,
        can_resend: possible.canResend,
        can_cancel: possible.canCancel,
        can_replace: false,
        can_reactivate: canReactivate,
        resend_available_at: time(possible.resendAvailableAt),
        cancel_available_at: time(possible.cancelAvailableAt),
        replace_available_at: null,
      },
    },
  };
}

export function testPayload(at: number): Payload {
  const event = 'webhook.test';
  const data = { message: 'This is a test of your webhook.' };
  return { event, body: { event, timestamp: openapiTime(at), data } };
}
