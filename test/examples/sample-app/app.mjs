import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { codePage, phonePage, welcomePage } from './pages.mjs';

/**
 * A sign-up by phone number, as small as it can be: number, code, welcome. Plain forms, so that a
 * browser, `curl` and any HTTP client can go through it.
 *
 * @typedef {{ status: number, html: string }} Answer
 *
 * @param {object} parts
 * @param {(to: string, text: string) => Promise<void>} parts.sendSms
 * @param {ReturnType<typeof import('./codes.mjs').openCodes>} parts.codes
 * @param {(error: unknown) => void} [parts.log]
 */
export function createApp({ sendSms, codes, log = console.error }) {
  return createServer((request, response) => {
    void answerTo(request).then(({ status, html }) => {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
      response.end(html);
    });
  });

  /**
   * @param {import('node:http').IncomingMessage} request
   * @returns {Promise<Answer>}
   */
  async function answerTo(request) {
    const form = new URLSearchParams(await text(request));
    const phone = (form.get('phone') ?? '').replaceAll(/[\s().-]/g, '');
    switch (`${request.method} ${request.url}`) {
      case 'GET /':
        return { status: 200, html: phonePage() };
      case 'POST /send-code':
        return sendCode(phone);
      case 'POST /verify':
        return verify(phone, (form.get('code') ?? '').trim());
      default:
        return { status: 404, html: phonePage({ error: 'There is no such page.' }) };
    }
  }

  /**
   * @param {string} phone
   * @returns {Promise<Answer>}
   */
  async function sendCode(phone) {
    if (!/^\+\d{7,15}$/.test(phone)) {
      const error = 'Enter the number with its country code, as in +62 812 3456 7890.';
      return { status: 422, html: phonePage({ phone, error }) };
    }
    try {
      await sendSms(
        phone,
        `Your Example code is ${codes.issue(phone)}. It is good for 10 minutes.`,
      );
      return { status: 200, html: codePage({ phone }) };
    } catch (cause) {
      log(cause);
      const error = 'The SMS could not be sent. Try again later.';
      return { status: 502, html: phonePage({ phone, error }) };
    }
  }

  /**
   * @param {string} phone
   * @param {string} code
   * @returns {Answer}
   */
  function verify(phone, code) {
    if (codes.redeem(phone, code)) return { status: 200, html: welcomePage({ phone }) };
    return { status: 422, html: codePage({ phone, error: 'That code is wrong or too old.' }) };
  }
}
