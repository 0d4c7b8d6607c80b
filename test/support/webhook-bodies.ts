/** As in the guide. */
export const GUIDE_BODY = {
  event: 'otp.received',
  order_id: 'ord_abc123',
  phone_number: '+628123456789',
  otp_code: '204816',
  timestamp: '2026-03-16T14:00:00Z',
};

/** As in the OpenAPI contract. */
export const OPENAPI_BODY = {
  event: 'order.otp_received',
  timestamp: '2026-03-16T14:00:00.000Z',
  data: {
    order_id: 71234,
    phone_number: '628123456789',
    otp_code: '204816',
    otp_message: 'Your Example code is 204816',
    sms_revision: 1,
    product_id: 42,
    catalog_product_id: null,
    country: 'indonesia',
    platform: 'whatsapp',
    can_finish: true,
    can_resend: true,
    can_cancel: false,
    resend_available_at: null,
  },
};
