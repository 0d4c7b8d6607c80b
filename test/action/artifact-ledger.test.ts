import { describe, expect, test } from 'vitest';
import { ArtifactLedger } from '../../src/action/ledger/artifact-ledger.ts';
import { RecordText } from '../../src/action/ledger/record-text.ts';
import { FakeJournal } from '../support/fake-ports.ts';
import { intent, lease } from '../support/samples.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

type Outcome = 'stored' | Error | Promise<void>;

/** A ledger whose uploads end as the test says, by the kind of the record; see `uploaded`. */
function openLedger(outcomes: Record<string, Outcome> = {}, keys = new Map<string, string>()) {
  const place = { repositoryId: 4711, runId: 7 };
  const text = new RecordText('smsc_token', new URL('https://api.smscode.gg/v1'));
  const uploaded: string[] = [];
  const lines = { infos: [] as string[], warnings: [] as string[] };
  const [stop, halt] = [new AbortController(), new AbortController()];
  const clock = new VirtualClock();
  let now = 0;
  let atOnce = 0;
  const ledger = new ArtifactLedger(
    {
      upload: async (name, written) => {
        const [, , kind = ''] = name.split('-');
        const outcome = outcomes[kind] ?? 'stored';
        now += 1;
        atOnce = Math.max(atOnce, now);
        try {
          await (outcome instanceof Promise ? outcome : Promise.resolve());
          if (outcome instanceof Error) throw outcome;
        } finally {
          now -= 1;
        }
        const read = text.read(written, place);
        uploaded.push('event' in read ? `${kind} ${read.event.type} ${read.key}` : read.unreadable);
      },
      text,
      place,
      attempt: 1,
      clock,
      reporter: {
        info: (line) => void lines.infos.push(line),
        notice: () => undefined,
        warning: (line) => void lines.warnings.push(line),
      },
      stop: stop.signal,
      halt: halt.signal,
    },
    keys,
  );
  const journal = ledger.follow(new FakeJournal(() => undefined));
  return { ledger, journal, uploaded, clock, stop, halt, mostAtOnce: () => atOnce, ...lines };
}

const never = new Promise<void>(() => undefined);

describe('announcing a purchase', () => {
  test('is done when its record is stored', async () => {
    const { ledger, uploaded } = openLedger();
    await ledger.announce(intent('k'));
    expect(uploaded).toEqual(['intent intent k']);
  });

  test('fails with the reason where it cannot be stored', async () => {
    const { ledger } = openLedger({ intent: new Error('no storage left') });
    await expect(ledger.announce(intent('k'))).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringMatching(/no storage left.*Nothing was bought/) as string,
    });
  });

  test('fails after a minute, and takes back what arrives later', async () => {
    let arrive: () => void = () => undefined;
    const { ledger, uploaded, clock } = openLedger({
      intent: new Promise((resolve) => {
        arrive = resolve;
      }),
    });
    await expect(ledger.announce(intent('k'))).rejects.toMatchObject({ kind: 'network' });
    expect(clock.elapsed()).toBe(60_000);
    arrive();
    await ledger.settle();
    expect(uploaded).toEqual(['intent intent k', 'closed refused k']);
  });

  test('ends at once when the step is stopped', async () => {
    const { ledger, stop } = openLedger({ intent: never });
    const announced = ledger.announce(intent('k'));
    stop.abort();
    await expect(announced).rejects.toMatchObject({ kind: 'interrupted' });
  });
});

describe('what the journal tells of', () => {
  const rented = { type: 'rented', key: 'k', lease: lease('17') } as const;
  const closed = { type: 'closed', orderId: '17', how: 'cancelled', at: 0 } as const;

  test('is recorded with the key of its purchase', async () => {
    const { ledger, journal, uploaded } = openLedger();
    journal.append(rented);
    journal.note(closed);
    journal.append({ type: 'refused', key: 'l', why: 'no-stock' });
    await ledger.settle();
    expect(uploaded).toEqual(['rented rented k', 'closed closed k', 'closed refused l']);
  });

  test('is recorded of orders that an earlier step rented', async () => {
    const { ledger, journal, uploaded } = openLedger({}, new Map([['17', 'k']]));
    journal.note(closed);
    await ledger.settle();
    expect(uploaded).toEqual(['closed closed k']);
  });

  test('is not recorded of orders that no purchase of the ledger made', async () => {
    const { ledger, journal, uploaded } = openLedger();
    journal.append({ type: 'adopted', lease: lease('17') });
    journal.note(closed);
    journal.note({ type: 'handed-over', orderId: '17' });
    journal.note({ type: 'ended' });
    await ledger.settle();
    expect(uploaded).toEqual([]);
  });

  test('is a warning where the order cannot be recorded, and no failure', async () => {
    const { ledger, journal, warnings } = openLedger({ rented: new Error('cut') });
    journal.append(rented);
    await ledger.settle();
    expect(warnings).toEqual([expect.stringMatching(/17.*cut/)]);
  });

  test('is a line where only the closing cannot be recorded', async () => {
    const { ledger, journal, warnings, infos } = openLedger({ closed: new Error('cut') });
    journal.append(rented);
    journal.note(closed);
    await ledger.settle();
    expect(warnings).toEqual([]);
    expect(infos).toEqual([expect.stringMatching(/cut.*sweep/)]);
  });

  test('is not recorded where the journal itself cannot be written', async () => {
    const { ledger, uploaded } = openLedger();
    const inner = new FakeJournal(() => undefined);
    inner.breaksAt = () => true;
    expect(() => {
      ledger.follow(inner).append(rented);
    }).toThrow();
    await ledger.settle();
    expect(uploaded).toEqual([]);
  });

  test('is uploaded at most five at once', async () => {
    const { ledger, journal, uploaded, mostAtOnce } = openLedger();
    for (let n = 0; n < 20; n += 1) journal.append({ type: 'refused', key: `k${n}`, why: '' });
    await ledger.settle();
    expect(uploaded).toHaveLength(20);
    expect(mostAtOnce()).toBe(5);
  });
});

describe('the end of a step', () => {
  test('waits 20 s at most for records', async () => {
    const { ledger, journal, clock, infos } = openLedger({ closed: never });
    journal.append({ type: 'refused', key: 'k', why: '' });
    await ledger.settle();
    expect(clock.elapsed()).toBe(20_000);
    expect(infos).toEqual([expect.stringContaining('still under way')]);
  });

  test('waits no longer than the halt of a stopped step', async () => {
    const { ledger, journal, clock, halt, infos } = openLedger({ closed: never });
    journal.append({ type: 'refused', key: 'k', why: '' });
    halt.abort();
    await ledger.settle();
    expect(clock.elapsed()).toBe(0);
    expect(infos).toHaveLength(1);
  });
});
