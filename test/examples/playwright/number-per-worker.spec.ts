import { expect, test as base } from '@playwright/test';

interface Order {
  phone_number: string;
  otp_url: string;
}

const orders = JSON.parse(process.env['ORDERS'] ?? '[]') as Order[];

/** Each worker has a number of its own, for all tests that it runs. */
const test = base.extend<object, { phone: { number: string; nextCode: () => Promise<string> } }>({
  phone: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names between the braces
    async ({}, use, { parallelIndex }) => {
      const order = orders[parallelIndex];
      if (order === undefined) throw new Error('Rent as many numbers as there are workers.');
      let last = '';
      await use({
        number: order.phone_number,
        async nextCode() {
          const answer = await fetch(`${order.otp_url}?after=${last}`);
          const { otp_code, revision, error } = await answer.json();
          expect(error).toBeUndefined();
          last = revision ?? '';
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
    await expect(page.getByLabel('Code')).toBeVisible();
    await page.getByLabel('Code').fill(await phone.nextCode());
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  });
}
