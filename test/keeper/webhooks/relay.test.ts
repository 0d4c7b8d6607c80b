import { describe, expect, test } from 'vitest';
import { SmeeDouble } from '../../support/smee-double.ts';
import { GUIDE_BODY, OPENAPI_BODY } from '../../support/webhook-bodies.ts';
import { HALF_CHANCE, openRelay, type OpenRelay } from './open-relay.ts';

async function follow(): Promise<OpenRelay & { smee: SmeeDouble }> {
  const smee = await SmeeDouble.start();
  const opened = openRelay(smee.channel);
  opened.relay.start();
  await opened.said(1); // its stream stands
  return Object.assign(opened, { smee });
}

describe('a relay that speaks as smee.io does', () => {
  test.each([
    ['guide', GUIDE_BODY, 'ord_abc123'],
    ['openapi', OPENAPI_BODY, '71234'],
  ])('brings a nudge for what is posted to it (%s)', async (_, body, orderId) => {
    const { smee, count, lines } = await follow();

    smee.ping();
    await smee.post(body);

    expect(await count(1)).toEqual([orderId]);
    expect(lines).toEqual(['Webhooks arrive through the relay now.']);
  });

  test('brings them unsigned: its signature is of a text that nobody has any more', async () => {
    const { smee, count } = await follow();

    await smee.post(GUIDE_BODY, { 'x-webhook-signature': 'sha256=00' });

    expect(await count(1)).toEqual(['ord_abc123']);
  });

  test('may send them doubled, out of order, and about orders of others', async () => {
    const { smee, count } = await follow();
    const ids = ['b', 'a', 'of-others', 'a'];

    for (const order_id of ids) await smee.post({ order_id });

    expect(await count(4)).toEqual(ids);
  });

  test('is read on when it has ended the connection, from the last event on', async () => {
    const { smee, clock, count } = await follow();
    await smee.post({ order_id: 1 });
    await count(1);
    smee.end();
    await clock.passNap();

    const second = await smee.stream(2);
    await smee.post({ order_id: 2 });

    expect(await count(2)).toEqual(['1', '2']);
    // smee.io counted "ready" as 0 and the webhook as 1.
    expect(smee.streams[0]?.lastEventId).toBeUndefined();
    expect(second.lastEventId).toBe('1');
  });

  test('that cuts the connection in the middle of an event loses that one alone', async () => {
    const { smee, clock, count } = await follow();
    smee.raw('id: 9\ndata: {"order_id":"half"}\n');
    await smee.post({ order_id: 'in-between' }).catch(() => undefined);
    smee.streams[0]?.response.destroy();
    await clock.passNap();
    await smee.stream(2);
    await smee.post({ order_id: 'whole' });

    expect(await count(1)).not.toContain('half');
  });
});

describe('a plain relay', () => {
  test.each([
    ['in one line', 'data: {"order_id":"plain"}\n\n'],
    ['with a name and a comment', ': hello\nevent: webhook\ndata: {"order_id":"plain"}\n\n'],
    ['in several lines', 'data: {"order_id":\ndata: "plain"}\n\n'],
    ['with other line ends', 'data: {"order_id":"plain"}\r\n\r\n'],
  ])('may send the body alone, %s', async (_, text) => {
    const { smee, count } = await follow();

    smee.raw(text);

    expect(await count(1)).toEqual(['plain']);
  });

  test('may cut its bytes anywhere', async () => {
    const { smee, count } = await follow();
    const bytes = Buffer.from('data: {"event":"ÄÖ日本","order_id":"bytes"}\n\n');

    for (const byte of bytes) smee.streams[0]?.response.write(Buffer.of(byte));

    expect(await count(1)).toEqual(['bytes']);
  });

  test.each([
    ['a text', 'evt-7/a', 'evt-7/a'],
    ['what no header can carry', 'größe\u0007', undefined],
    ['too long to be one', 'x'.repeat(300), undefined],
  ])('is asked for what came after the last id: %s', async (_, id, sent) => {
    const { smee, clock, count } = await follow();
    // The id of "ready" is forgotten first.
    smee.raw(`id:\ndata: {}\n\nid: ${id}\ndata: {"order_id":1}\n\n`);
    await count(1);
    smee.end();
    await clock.passNap();

    expect((await smee.stream(2)).lastEventId).toBe(sent);
  });
});

describe('between two connections', () => {
  test('the pause doubles where none of them lasts, to half a minute', async () => {
    const { smee, clock } = await follow();

    for (let nth = 1; nth <= 7; nth += 1) {
      await smee.stream(nth);
      smee.end();
      await clock.passNap();
    }

    const seconds = [1, 2, 4, 8, 16, 30, 30];
    expect(clock.slept).toEqual(seconds.map((pause) => pause * 1_000 * HALF_CHANCE));
  });

  test('it begins anew after one that lasted', async () => {
    const { smee, clock, count } = await follow();
    smee.end();
    await clock.passNap();
    await smee.stream(2);
    smee.end();
    await clock.passNap();
    await smee.stream(3);
    await smee.post({ order_id: 1 });
    await count(1);

    clock.pass(10_000);
    smee.end();
    await clock.passNap();
    await smee.stream(4);

    expect(clock.slept).toEqual([1_000, 2_000, 1_000].map((pause) => pause * HALF_CHANCE));
  });

  test.each([
    ['5000', 5_000],
    ['0', 1_000],
    ['86400000', 30_000],
    ['soon', 1_000],
  ])('it is what the relay asks for, within bounds: retry: %s', async (retry, pause) => {
    const { smee, clock, count } = await follow();
    smee.raw(`retry: ${retry}\ndata: {"order_id":1}\n\n`);
    await count(1);
    smee.end();
    await clock.passNap();

    expect(clock.slept).toEqual([pause * HALF_CHANCE]);
  });

  test('is nothing to be told of, and none can come meanwhile', async () => {
    const { smee, clock, lines, bell, count } = await follow();
    expect(bell.isLive()).toBe(true);
    smee.end();
    await clock.asleep();
    expect(bell.isLive()).toBe(false);

    await clock.passNap();
    await smee.stream(2);
    await smee.post({ order_id: 1 });
    await count(1);

    expect(bell.isLive()).toBe(true);
    expect(lines).toEqual(['Webhooks arrive through the relay now.']);
  });
});

describe('closing it ends', () => {
  test('a stream', async () => {
    const { smee, relay, bell } = await follow();
    const stream = await smee.stream(1);

    await relay.close();

    expect(bell.isLive()).toBe(false);
    await stream.closed;
    expect(stream.response.writableFinished).toBe(false);
  });

  test('a pause', async () => {
    const { smee, relay, clock } = await follow();
    smee.end();
    await clock.asleep();

    await relay.close();

    expect(smee.streams).toHaveLength(1);
  });
});
