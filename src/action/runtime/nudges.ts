import type { Nudges } from '../../domain/ports.ts';
import type { Ports } from '../../modes/ports.ts';
import { openConnections } from '../../smscode/connections.ts';
import type { Inputs } from '../inputs/input-list.ts';

export interface OpenNudges {
  /** Null where none can come: nothing was asked for, or nothing of it could be had. */
  nudges: Nudges | null;
  /** Resolves when nothing listens any more. */
  close: () => Promise<void>;
}

export interface NudgeWish {
  listen: Inputs['webhook-listen'];
  /** Empty: webhooks that arrive at `listen` need no signature. Those of a relay have none. */
  secret: string;
  relay: Inputs['webhook-relay'];
}

/** A relay that has not answered by then is waited for no longer: the first read is due. */
const RELAY_PATIENCE_MS = 5_000;

/**
 * Opens what webhooks arrive through. What cannot be opened is said in a notice and nothing more, for
 * a webhook only brings a read forward. Never rejects.
 */
export async function openNudges(
  { listen, secret, relay }: NudgeWish,
  ports: Pick<Ports, 'clock' | 'random' | 'reporter' | 'stop'>,
): Promise<OpenNudges> {
  if (listen === null && relay === null) {
    return { nudges: null, close: () => Promise.resolve() };
  }
  // Loaded only now: most steps have no webhooks.
  const { NudgeBell, listenForWebhooks, Relay, nodeStreams } =
    await import('../../keeper/webhooks/index.ts');
  const { clock, random, reporter, stop } = ports;
  const bell = new NudgeBell(reporter);
  const open: { close: () => Promise<void> }[] = [];
  if (listen !== null) {
    const listening = await listenForWebhooks(
      { ...listen, secret: secret === '' ? null : secret },
      { bell, reporter },
    );
    const place = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
    switch (listening.kind) {
      case 'listening':
        reporter.info(
          `Listening for webhooks at ${place}:${String(listening.port)}, ${secret === '' ? 'whoever sends them' : 'those with the right signature'}.`,
        );
        open.push(listening);
        break;
      case 'failed':
        reporter.notice(
          `Nothing can listen at ${place}:${String(listen.port)}, as "webhook-listen" asks: ${listening.why}. The orders are read without webhooks.`,
        );
    }
  }
  if (relay !== null) {
    const followed = new Relay(relay, {
      open: nodeStreams(openConnections()),
      clock,
      random,
      reporter,
      bell,
    });
    const done = new AbortController();
    const patience = clock.sleep(RELAY_PATIENCE_MS, AbortSignal.any([stop, done.signal]));
    const isOfUse = await Promise.race([followed.start(), patience.then(() => true)]);
    done.abort();
    if (isOfUse) open.push(followed);
  }
  return {
    nudges: open.length === 0 ? null : bell,
    close: async () => {
      await Promise.all(open.map((way) => way.close()));
    },
  };
}
