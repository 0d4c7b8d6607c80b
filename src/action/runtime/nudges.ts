import type { Nudges } from '../../domain/ports.ts';
import type { Ports } from '../../modes/ports.ts';
import { openConnections } from '../../smscode/connections.ts';
import type { Inputs } from '../inputs/input-list.ts';

export interface OpenNudges {
  /** Null where none were asked for. */
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

export function nudgeWish(
  inputs: Pick<Inputs, 'webhook-listen' | 'webhook-secret' | 'webhook-relay'>,
): NudgeWish {
  return {
    listen: inputs['webhook-listen'],
    secret: inputs['webhook-secret'],
    relay: inputs['webhook-relay'],
  };
}

/**
 * Opens what webhooks arrive through. What cannot be opened is said in a notice and nothing more, for
 * a webhook only brings a read forward. A relay is not waited for. Never rejects.
 */
export async function openNudges(
  { listen, secret, relay }: NudgeWish,
  ports: Pick<Ports, 'clock' | 'random' | 'reporter'>,
): Promise<OpenNudges> {
  if (listen === null && relay === null) {
    return { nudges: null, close: () => Promise.resolve() };
  }
  // Loaded only now: most steps have no webhooks.
  const keeper = await import('../../keeper/webhooks/index.ts');
  const { reporter } = ports;
  const bell = new keeper.NudgeBell(reporter);
  const open: { close: () => Promise<void> }[] = [];
  if (listen !== null) {
    const wish = { ...listen, secret: secret === '' ? null : secret };
    const listening = await keeper.listenForWebhooks(wish, { bell, reporter });
    switch (listening.kind) {
      case 'listening':
        reporter.info(
          `Listening for webhooks at ${placeOf(listen.host, listening.port)}, ${secret === '' ? 'whoever sends them' : 'if they are signed'}.`,
        );
        open.push(listening);
        break;
      case 'failed':
        reporter.notice(
          `Nothing can listen at "webhook-listen", ${placeOf(listen.host, listen.port)}: ${listening.why}. The orders are read without such webhooks.`,
        );
    }
  }
  if (relay !== null) {
    const streams = keeper.nodeStreams(openConnections());
    const followed = new keeper.Relay(relay, { ...ports, open: streams, bell });
    followed.start();
    open.push(followed);
  }
  return {
    nudges: bell,
    close: async () => {
      await Promise.all(open.map((way) => way.close()));
    },
  };
}

function placeOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
