import { expect, test as base } from '@playwright/test';

interface Order {
  phone_number: string;
  otp_url: string;
}

interface Phone {
  number: string;
  nextCode: () => Promise<string>;
}

const orders = JSON.parse(process.env['ORDERS'] ?? '[]') as Order[];

/** Each worker has a number of its own, which all tests that it runs share. */
const test = base.extend<object, { phone: Phone }>({
  phone: [
    async ({}, use, { parallelIndex }) => {
      const order = orders[parallelIndex];
      if (order === undefined) throw new Error('Rent as many numbers as there are workers.');
      let after = '';
      await use({
        number: order.phone_number,
        async nextCode() {
          const answer = await fetch(`${order.otp_url}?after=${after}`);
          const {
            otp_code = '',
            revision,
            error,
          } = (await answer.json()) as {
            otp_code?: string;
            revision?: number | null;
            error?: object;
          };
          expect(error).toBeUndefined();
          after = String(revision ?? '');
          return otp_code;
        },
      });
    },
    { scope: 'worker' },
  ],
});

test.describe.configure({ mode: 'parallel' });

for (const plan of ['free', 'team', 'company']) {
  test(`signs up for the ${plan} plan`, async ({ page, phone }) => {
    await page.goto('/');
    await page.getByLabel('Phone number').fill(phone.number);
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByLabel('Code').fill(await phone.nextCode());
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  });
}
