import { expect, test as base } from '@playwright/test';

interface Order {
  phone_number: string;
  otp_url: string;
}

interface Answer {
  otp_code: string;
  revision: number | null;
  error?: object;
}

interface Phone {
  number: string;
  /** Waits for a code that came after the last one. */
  nextCode: () => Promise<string>;
}

const orders = JSON.parse(process.env['ORDERS'] ?? '[]') as Order[];

/** Each worker has a number of its own, which all tests that it runs share. */
export const test = base.extend<object, { phone: Phone }>({
  phone: [
    async ({}, use, { parallelIndex, workerIndex }) => {
      const order = orders[parallelIndex];
      if (order === undefined) throw new Error('Rent as many numbers as there are workers.');
      const ask = async (query: string) =>
        (await (await fetch(order.otp_url + query)).json()) as Answer;

      // This worker may have taken the place of one whose test failed: pass over what came to that.
      const replaced = workerIndex !== parallelIndex;
      let last = replaced ? (await ask('?timeout=1')).revision : null;

      await use({
        number: order.phone_number,
        async nextCode() {
          const { otp_code, revision, error } = await ask(`?after=${String(last ?? '')}`);
          expect(error).toBeUndefined();
          last = revision;
          return otp_code;
        },
      });
    },
    { scope: 'worker' },
  ],
});
