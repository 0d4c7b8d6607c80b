import { Agent } from 'node:http';
import { onTestFinished } from 'vitest';
import { nodeStreams, type StreamPatience } from '../../../src/keeper/webhooks/event-stream.ts';
import { Relay } from '../../../src/keeper/webhooks/relay.ts';
import { countingRandom } from '../../support/fake-ports.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { HeardNudges } from '../../support/heard-nudges.ts';

/** Chance is always a half, so each pause is three quarters of what it is at most. */
export const HALF_CHANCE = 0.75;

export interface OpenRelay extends HeardNudges {
  relay: Relay;
  clock: HandClock;
  /** The agents that were asked for, by the address. */
  asked: string[];
}

/** Follows a relay over real sockets, in a time that stands still. Not started. */
export function openRelay(
  url: URL,
  patience?: StreamPatience,
  agent: Agent = new Agent(),
): OpenRelay {
  const nudges = new HeardNudges();
  const clock = new HandClock();
  const asked: string[] = [];
  const agentFor = (at: URL): Agent => {
    asked.push(at.href);
    return agent;
  };
  const { reporter, bell } = nudges;
  const open = nodeStreams(agentFor, patience);
  const relay = new Relay(url, { open, clock, random: countingRandom(), reporter, bell });
  onTestFinished(() => relay.close());
  return Object.assign(nudges, { relay, clock, asked });
}
