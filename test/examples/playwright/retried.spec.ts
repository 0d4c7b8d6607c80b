import { expect } from '@playwright/test';
import { test } from './phone.ts';

test('a test that failed with its code in hand gets a new one when it is retried', async ({
  page,
  phone,
}, { retry }) => {
  await page.goto('/');
  await page.getByLabel('Phone number').fill(phone.number);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByLabel('Code')).toBeVisible();

  await page.getByLabel('Code').fill(await phone.nextCode());
  expect(retry).toBe(1);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
});
