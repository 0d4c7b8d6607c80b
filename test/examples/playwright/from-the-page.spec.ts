import { expect, test } from '@playwright/test';

const { PHONE_NUMBER = '', OTP_URL = '' } = process.env;

test('the page itself asks for the code', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Phone number').fill(PHONE_NUMBER);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByLabel('Code')).toBeVisible();

  const { otp_code = '', error } = await page.evaluate(async (otpUrl) => {
    const answer = await fetch(otpUrl); // in the browser, by the page's own fetch
    return (await answer.json()) as { otp_code?: string; error?: object };
  }, OTP_URL);
  expect(error).toBeUndefined();

  await page.getByLabel('Code').fill(otp_code);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
});
