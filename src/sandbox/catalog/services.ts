export type ServiceSpec = {
  readonly code: string;
  readonly name: string;
  /** Multiplies the country's base price. */
  readonly priceFactor: number;
};

export const SERVICES: readonly ServiceSpec[] = [
  { code: 'whatsapp', name: 'WhatsApp', priceFactor: 1 },
  { code: 'telegram', name: 'Telegram', priceFactor: 1.4 },
  { code: 'google', name: 'Google', priceFactor: 0.8 },
  { code: 'discord', name: 'Discord', priceFactor: 0.6 },
  { code: 'other', name: 'Any other', priceFactor: 0.9 },
];
