import { describe, expect, test } from 'vitest';
import { waitForCodes, type Waited } from '../../src/modes/wait.ts';
import { world, type World } from '../support/fake-ports.ts';
import { START } from '../support/fake-clock.ts';
import { closed, lease, order, withCode } from '../support/samples.ts';
import { WAIT } from '../support/wishes.ts';

/** Waits for an order that stays as it is; each read is noted with its time. */
async function waitFor(
  timeoutMs: number,
  expiresAt: number | null,
  read: (elapsed: number) => ReturnType<typeof order> = () => order('7', { expiresAt }),
): Promise<{ waited: Waited | undefined; it: World; readAt: number[] }> {
  const readAt: number[] = [];
  const it = world('guide', {
    order: {
      7: [
        () => {
          readAt.push(it.clock.elapsed());
          return read(it.clock.elapsed());
        },
      ],
    },
  });
  const [waited] = await waitForCodes([lease('7', { expiresAt })], { ...WAIT, timeoutMs }, it);
  return { waited, it, readAt };
}

test('the last read is made at the deadline, also between two intervals', async () => {
  const { waited, readAt } = await waitFor(12_000, null);
  expect(readAt).toEqual([0, 5_000, 10_000, 12_000]);
  expect(waited?.failure?.kind).toBe('otp-timeout');
});

test('a code that the last read finds counts', async () => {
  const { waited } = await waitFor(12_000, null, (elapsed) =>
    elapsed < 12_000 ? order('7', { expiresAt: null }) : withCode('7', '1234'),
  );
  expect(waited?.code).toBe('1234');
});

test('a time-out names order, time and number, and what to do', async () => {
  const { waited } = await waitFor(120_000, null);
  expect(waited?.failure?.message).toMatch(/order 7 within 120 s.*\+628123456789.*"timeout"/);
});

test('a wait of 120 s at 5 s costs the 25 reads of the guide', async () => {
  const { readAt } = await waitFor(120_000, null);
  expect(readAt).toHaveLength(25);
});

describe('an order that expires before the time-out', () => {
  test('shortens the wait, with one notice that names both', async () => {
    const { it, readAt } = await waitFor(120_000, START + 60_000);
    expect(readAt.at(-1)).toBe(61_000);
    expect(it.reporter.notices).toEqual([
      'Order 7 expires at 2026-03-16T14:01:00.000Z, so the wait ends after 61 s instead of the "timeout" of 120 s.',
    ]);
  });

  test('is decided by one last read after its expiry', async () => {
    const { waited } = await waitFor(120_000, START + 60_000, (elapsed) =>
      elapsed > 60_000 ? order('7', closed('expired')) : order('7'),
    );
    expect(waited?.failure?.kind).toBe('expired');
  });

  test('that is known only from a reading shortens the wait as well', async () => {
    const it = world('guide', { order: { 7: [order('7', { expiresAt: START + 60_000 })] } });
    await waitForCodes([lease('7', { expiresAt: null })], WAIT, it);
    expect(it.clock.elapsed()).toBe(61_000);
    expect(it.reporter.notices).toHaveLength(1);
  });

  test('needs no notice where the first reading shows that it ended', async () => {
    const ended = order('7', { ...closed('cancelled'), expiresAt: START + 60_000 });
    const it = world('guide', { order: { 7: [ended] } });
    await waitForCodes([lease('7', { expiresAt: null })], WAIT, it);
    expect(it.reporter.notices).toEqual([]);
  });

  test('is read once if it lies in the past', async () => {
    const { readAt } = await waitFor(120_000, START - 60_000);
    expect(readAt).toEqual([0]);
  });
});

test('an order that expires after the time-out shortens nothing, and needs no notice', async () => {
  const { it } = await waitFor(120_000, START + 120_000);
  expect([it.clock.elapsed(), it.reporter.notices]).toEqual([120_000, []]);
});
