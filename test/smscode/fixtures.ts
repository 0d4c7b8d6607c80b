/** Data of answers as both published descriptions show them; `null` keys and extra keys included. */
export const GUIDE_ORDER = {
  order_id: 'ord_abc123',
  phone_number: '+628123456789',
  status: 'WAITING',
  expires_at: '2026-03-16T14:05:00Z',
};

export const GUIDE_PRODUCTS = [
  { id: 42, country: 'indonesia', platform: 'whatsapp', price: 4500, available_count: 87 },
  { id: 44, country: 'indonesia', platform: 'whatsapp', price: 6000, available_count: 124 },
];

/** Every key that the contract promises. */
export const SUMMARY = {
  id: 91001,
  status: 'ACTIVE',
  created_at: '2026-03-16T14:00:00Z',
  product_id: 42,
  catalog_product_id: 7,
  operator_id: null,
  operator_name: null,
  phone_number: '628123456789',
  amount: 4500,
  otp_code: null,
  otp_message: null,
  sms_revision: 0,
  otp_received_at: null,
  expires_at: '2026-03-16T14:20:00Z',
  canceled_at: null,
  failed_reason: null,
  can_finish: false,
  can_resend: false,
  can_cancel: false,
  can_replace: false,
  can_reactivate: false,
  resend_available_at: null,
  cancel_available_at: '2026-03-16T14:02:00Z',
  replace_available_at: null,
};

/** An item of a create: it lacks keys of the summary, and others until a number is assigned. */
export const CREATED = {
  id: 91001,
  status: 'ACTIVE',
  product_id: 42,
  amount: 4500,
  otp_code: null,
  can_finish: false,
  can_cancel: false,
  cancel_available_at: '2026-03-16T14:02:00Z',
};

export const COUNTRIES = [
  { id: 6, code: 'id', name: 'Indonesia', dial_code: '+62', emoji: '🇮🇩', active: true },
  { id: 73, code: 'BR', name: 'Brazil', dial_code: '55', active: true },
  { id: 187, name: 'United States', active: true },
  { id: 22, code: null, name: "Côte d'Ivoire", active: true },
];

export const SERVICES = [
  { id: 1, code: 'whatsapp', name: 'WhatsApp', active: true },
  { id: 2, code: 'tg', name: 'Telegram', active: true },
  { id: 3, name: 'Any other', active: true },
];

export const PRODUCTS = [
  {
    id: 42,
    name: 'WhatsApp ID',
    country_id: 6,
    platform_id: 1,
    available: 87,
    price: 4500,
    active: true,
    catalog_product_id: 7,
  },
  { id: 44, available: 124, price: 6000, active: true },
  { id: 45, available: 3, price: 100, active: false },
  { id: 46, available: 0, price: 200, active: true },
];
