import { randomInt } from 'node:crypto';

const LIFE_MS = 10 * 60 * 1_000;

/**
 * The passcodes that were sent: one for each number, the newest alone counts, for ten minutes and
 * for one sign-up.
 *
 * @param {() => number} now milliseconds
 * @param {() => number} random a whole number from 0 up to, not including, 1,000,000
 */
export function openCodes(now = Date.now, random = () => randomInt(1_000_000)) {
  /** @type {Map<string, { code: string, until: number }>} */
  const sent = new Map();
  return {
    /** @param {string} phone */
    issue(phone) {
      const code = String(random()).padStart(6, '0');
      sent.set(phone, { code, until: now() + LIFE_MS });
      return code;
    },
    /**
     * @param {string} phone
     * @param {string} code as it was typed
     */
    redeem(phone, code) {
      const found = sent.get(phone);
      if (found === undefined || found.code !== code || found.until <= now()) return false;
      return sent.delete(phone);
    },
  };
}
