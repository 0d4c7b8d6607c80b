/**
 * How much of a message is looked at, in UTF-16 units. The longest SMS that phones send has ten
 * parts of 153 characters; a gateway that lets through a megabyte shall not cost time.
 */
export const LONGEST_MESSAGE = 4_096;

/** Code points of the digit zero in scripts whose ten digits follow one another. */
const ZEROS = [
  0x0660, // Arabic
  0x06f0, // Persian, Urdu
  0x07c0, // N'Ko
  0x0966, // Devanagari
  0x09e6, // Bengali
  0x0a66, // Gurmukhi
  0x0ae6, // Gujarati
  0x0b66, // Odia
  0x0be6, // Tamil
  0x0c66, // Telugu
  0x0ce6, // Kannada
  0x0d66, // Malayalam
  0x0e50, // Thai
  0x0ed0, // Lao
  0x0f20, // Tibetan
  0x1040, // Burmese
  0x17e0, // Khmer
  0xff10, // full width
];

/** Direction marks, zero-width characters, soft hyphens, byte order marks: there, but not read. */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]/g;

/**
 * A text as a reader sees it, in plain characters: digits of every script and full-width letters in
 * ASCII, spaces and dashes of every width as ` ` and `-`, nothing invisible; line ends are `\n`. Of
 * full-width punctuation only what belongs to a line's form changes: a wide comma parts numbers.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[＃％：＠Ａ-Ｚａ-ｚ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit);
}

function asciiDigit(digit: string): string {
  const point = digit.charCodeAt(0);
  const zero = ZEROS.find((start) => point >= start && point < start + 10);
  return zero === undefined ? digit : String(point - zero);
}
