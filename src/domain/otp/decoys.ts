import { blank, maskAmounts } from './amounts.ts';

/** Forms of numbers that are no codes, in the order in which they are looked for. */
const FORMS: Readonly<Record<string, RegExp>> = {
  webAddress:
    /(?<![\w.+-])(?:https?:\/\/\S+|www\.\S+|[\w.+-]+@[\w-]+\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S*)/giu,
  percentage: /(?<!\d)\d+(?:[.,]\d+)? ?[%٪]/gu,
  easternDate:
    /\d{1,4} ?[年년](?: ?\d{1,2} ?[月월])?(?: ?\d{1,2} ?[日일])?|\d{1,2} ?[月월] ?\d{1,2} ?[日일]/gu,
  dateFirstYear: /(?<!\d)(?:1[345]|19|20|25)\d\d([./-]) ?\d{1,2}\1 ?\d{1,2}(?!\d)/gu,
  date: /(?<!\d)(?:[012]?\d|3[01])([./-]) ?(?:[012]?\d|3[01])\1 ?(?:\d{4}|\d{2})(?!\d)/gu,
  time: /(?<!\d)[012]?\d[:.h][0-5]\d(?:[:.][0-5]\d)?(?!\d)/gu,
  phoneOfGroups:
    /(?<![\d\p{L}])(?:\+ ?\(?\d|\(?0)\d{0,4}(?:[ ()./-]{0,2}\d{1,8}){2,6}(?!\d)|(?<!\d)\d{1,5}(?:[ .-]\d{2,5}){2,5}(?!\d)/gu,
  // "Reply STOP to 12345", "text HELP to 40404"
  shortNumber:
    /(?<!\p{L})(?:text|txt|reply|send|sms|stop|help|envía|envia|envoyez|sende|senden|stuur|отправьте)(?!\p{L})[^.!?\n]{0,40}? (?:to|al|au|a|an|aan|na|на|ke|til|till) \d{3,8}(?!\d)/giu,
  decimals:
    /(?<!\d)\d{1,3}(?: \d{3})+[.,]\d{1,2}(?!\d)|(?<!\d)\d{1,3}(?:[.,']\d{2,3})+(?:[.,]\d{1,2})?(?!\d)|(?<!\d)\d+[.,]\d{1,2}(?!\d)/gu,
  cardTail:
    /(?<![\p{L}\p{N}*])[*xX•…]+ ?-?\d{3,6}(?![\d*])|\.{2,}\d{3,6}(?!\d)|(?<![\d*])\d{3,6}\*(?!\*)/gu,
  longNumber: /(?<![A-Za-z0-9])(?=[A-Za-z]*\d)[A-Za-z0-9]{9,}(?![A-Za-z0-9])/gu,
};

const LEAST_DIGITS_OF_A_PHONE = 9;

/**
 * A plain text with every number masked that its form tells to be something else: an amount, a date,
 * a phone number (the order's own one in any writing), the tail of a card, a part of an address. As
 * long as the text.
 */
export function maskDecoys(text: string, phoneNumber: string | null): string {
  const digits = phoneNumber?.replace(/\D/g, '') ?? '';
  const formless = Object.entries(FORMS).reduce(
    (masked, [name, form]) =>
      masked.replace(form, (found) =>
        name !== 'phoneOfGroups' || isPhone(found) ? blank(found) : found,
      ),
    maskOwnNumber(text, digits),
  );
  return maskAmounts(formless);
}

function isPhone(found: string): boolean {
  return found.replace(/\D/g, '').length >= LEAST_DIGITS_OF_A_PHONE;
}

/** Whether these digits are the order's phone number, whole or without the codes in front of it. */
export function isOwnNumber(digits: string, phoneDigits: string): boolean {
  const national = digits.replace(/^0+/, '');
  return national.length >= 6 && phoneDigits.endsWith(national);
}

function maskOwnNumber(text: string, phoneDigits: string): string {
  if (phoneDigits === '') return text;
  return text.replace(/(?<!\d)\d+(?:[ ()./-]{1,2}\d+)*/g, (found) =>
    isOwnNumber(found.replace(/\D/g, ''), phoneDigits) ? blank(found) : found,
  );
}
