import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JournalFile } from '../../src/action/disk/journal-file.ts';
import { buy } from '../../src/modes/buy.ts';
import { world } from '../support/fake-ports.ts';
import { bought } from '../support/fake-provider.ts';
import { offer, order } from '../support/samples.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { BUYING } from './protocol.ts';
import type { BuyingStep } from './world.ts';

/** Which look for the tombstone comes when; the second one is asked as `mayLeave`. */
const LOOKS = ['look-for-tombstone', 'may-leave', 'look-for-tombstone-again'] as const;

test("the model's steps of a purchase are those of the real one, in its order", async () => {
  const steps: BuyingStep[] = [];
  const it = world('openapi', {});
  const path = join(tempFolder(), 'step.ndjson');
  const journal = new JournalFile(path, (_, line) => {
    const what = line.includes('"type":"intent"') ? 'intent' : 'order';
    const inFile = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    const isFirst = inFile.includes('"type":"intent"') === (what === 'intent');
    steps.push(...(isFirst ? [`write-${what}` as const] : []), `write-${what}-to-state`);
  });
  let looks = 0;
  journal.isClosed = () => {
    steps.push(LOOKS[looks++] ?? 'look-for-tombstone');
    return false;
  };
  it.provider.purchase = async (_, limits) => {
    limits.mayLeave?.();
    steps.push('in-flight');
    await Promise.resolve();
    steps.push('judge-answer');
    return bought(order('7'));
  };
  await buy(
    {
      what: { offer: offer('42'), bestSuccess: false, maxPrice: null },
      country: 'indonesia',
      countryCode: 'ID',
      platform: 'whatsapp',
      price: 4_500,
      balance: null,
      alone: true,
    },
    { deadline: it.clock.now() + 60_000 },
    { ...it, journal },
  );
  expect(steps).toEqual(BUYING);
});
