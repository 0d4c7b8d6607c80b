import { expect } from '@playwright/test';
import { test } from './phone.ts';

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
