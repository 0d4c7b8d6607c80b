import { expect, test } from '@playwright/test';

const { PHONE_NUMBER = '', OTP_URL = '' } = process.env;

test('signs up with the code from the SMS', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Phone number').fill(PHONE_NUMBER);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByLabel('Code')).toBeVisible(); // the app has sent it

  const answer = await fetch(OTP_URL);
  const { otp_code = '', error } = (await answer.json()) as { otp_code?: string; error?: object };
  expect(error).toBeUndefined();

  await page.getByLabel('Code').fill(otp_code);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
});
