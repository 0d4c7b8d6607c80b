import * as z from 'zod/mini';
import { jsonReply, type HttpReply } from '../http/message.ts';
import type { Delivery } from '../phones.ts';
import { withBody } from './body.ts';
import type { ControlRoute } from './route.ts';
import { smsView } from './views.ts';

const smsBody = z.object({
  to: z.string(),
  text: z.string(),
  code: z.optional(z.nullable(z.string())),
});

export const phoneRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: 'sms',
    about:
      'Delivers an SMS: {"to","text","code"?}; "code": null means that the provider finds none.',
    handle: ({ body }, { world, clock }) =>
      withBody(body, smsBody, (sms) => deliveryReply(world.phones.receive(sms, clock.now()))),
  },
  {
    method: 'GET',
    path: 'sms',
    about: 'Every SMS that was sent here, the undeliverable ones too.',
    handle: (_call, { world }) => jsonReply(200, { sms: world.phones.kept().map(smsView) }),
  },
];

function deliveryReply(delivery: Delivery): HttpReply {
  if (delivery.kind === 'undeliverable') {
    return jsonReply(404, { delivered: false, kept: true, reason: delivery.reason });
  }
  const { order } = delivery;
  return jsonReply(200, {
    delivered: true,
    id: order.id,
    order_id: order.ref,
    sms_revision: order.sms.length,
    code: order.sms.at(-1)?.code ?? null,
  });
}
