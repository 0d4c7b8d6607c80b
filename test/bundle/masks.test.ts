import { describe, expect, test } from 'vitest';
import { DIALECTS, openWorld } from './world.ts';

describe.each(DIALECTS)('masks (%s)', (dialect) => {
  test('the code and the text of the SMS are masked, the number is not', async () => {
    const { job, rent, api, send } = await openWorld(dialect);
    const rented = await job.step(rent);
    const text = 'Your Example code is 042917. Do not share it.';
    send(rented, text);

    const waited = await job.step({ ...api, mode: 'wait' });

    expect(waited.masks).toContain('042917');
    // The guide gives the code alone.
    expect(waited.outputs['otp-message']).toBe(dialect === 'guide' ? '' : text);
    expect(waited.masks.includes(text)).toBe(dialect === 'openapi');
    expect(unmasked(waited.stdout)).not.toContain('042917');
    expect(waited.summary).not.toContain('042917');
    const digits = rented.outputs['phone-number']?.slice(3) ?? '';
    expect([...rented.masks, ...waited.masks].join(' ')).not.toContain(digits);
  });

  test('a code that occurs in the number is not masked: the number would be lost with it', async () => {
    const { job, rent, api, send } = await openWorld(dialect);
    const rented = await job.step(rent);
    const code = rented.outputs['phone-number']?.slice(-4) ?? '';
    send(rented, `Your code is ${code}`);

    const waited = await job.step({ ...api, mode: 'wait' });

    expect(waited.outputs['otp-code']).toBe(code);
    expect(waited.masks).not.toContain(code);
  });

  test('a code that occurs in an order id is not masked', async () => {
    const { job, rent, api, sandbox } = await openWorld(dialect);
    const rented = await job.step(rent);
    const id = rented.outputs['order-id'] ?? '';
    const code = dialect === 'guide' ? id.slice(-6) : id.slice(0, 4);
    const to = rented.outputs['phone-number'] ?? '';
    sandbox.deliver({ to, text: 'A code from our side', code });

    const waited = await job.step({ ...api, mode: 'wait' });

    expect(waited.outputs['otp-code']).toBe(code);
    expect(waited.masks).not.toContain(code);
  });

  test('"mask-phone" masks the number in each of its forms, before it is shown', async () => {
    const { job, rent } = await openWorld(dialect);

    const rented = await job.step({ ...rent, 'mask-phone': 'true' });

    const phone = rented.outputs['phone-number'] ?? '';
    const national = rented.outputs['national-number'] ?? '';
    expect(rented.masks).toEqual(expect.arrayContaining([phone, phone.slice(1), national]));
    const before = rented.stdout.slice(0, rented.stdout.indexOf(`::add-mask::${phone}`));
    expect(before).not.toContain(national);
    expect(rented.summary).not.toContain(national);
  });
});

test('a code keeps its leading zeros', async () => {
  const { job, rent, api, sandbox } = await openWorld('openapi');
  const rented = await job.step(rent);
  sandbox.deliver({ to: rented.outputs['phone-number'] ?? '', text: 'Code 000123' });

  const { outputs } = await job.step({ ...api, mode: 'wait' });

  expect(outputs['otp-code']).toBe('000123');
  const [order] = JSON.parse(outputs['orders'] ?? '') as { otp_code: unknown }[];
  expect(order?.otp_code).toBe('000123');
});

/** The log without the lines that ask for a mask: the runner does not show those. */
function unmasked(stdout: string): string {
  return stdout.replace(/^::add-mask::.*$/gm, '');
}
