import type { Clock, Random, Reporter } from '../../domain/ports.ts';
import type { OpenStream } from './event-stream.ts';
import type { NudgeBell } from './nudge-bell.ts';
import { parseRelayed } from './relay-message.ts';
import { readRelay } from './relay-reading.ts';

export interface RelayPorts {
  open: OpenStream;
  clock: Clock;
  random: Random;
  reporter: Reporter;
  bell: NudgeBell;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A stream that lasted so long was a good one: after it, back-off begins anew. */
const STEADY_MS = 10_000;

/** What a header can carry; smee.io numbers its events. */
const EVENT_ID = /^[\x20-\x7e]{0,256}$/;

/**
 * Follows a relay of server-sent events, and rings for each webhook that comes through it. A
 * connection that ends is opened again, with the id of the last event, after a pause that doubles
 * from one second, or from what the relay asks for in `retry:`, to half a minute. What is wrong with
 * it is said once, and is never a failure: the orders are read all the same.
 */
export class Relay {
  readonly #url: URL;
  readonly #ports: RelayPorts;
  readonly #stop = new AbortController();
  #lastEventId = '';
  #pauseMs = FIRST_PAUSE_MS;
  #shortStreams = 0;
  /** When the stream that stands began. */
  #openedAt: number | null = null;
  #wasOpen = false;
  #wasAway = false;
  #following: Promise<void> = Promise.resolve();

  constructor(url: URL, ports: RelayPorts) {
    this.#url = url;
    this.#ports = ports;
  }

  /** Begins, once. */
  start(): void {
    this.#following = this.#follow();
  }

  /** Resolves when nothing of it runs any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { bell, clock, open, reporter } = this.#ports;
    const { signal } = this.#stop;
    const isClosed = (): boolean => signal.aborted;
    while (!isClosed()) {
      this.#openedAt = null;
      const end = await readRelay(this.#url, this.#lastEventId, this.#events(), open, signal);
      bell.shut(this);
      if (isClosed()) break;
      if (end.kind === 'refused') {
        reporter.notice(
          `The relay of "webhook-relay" is of no use: ${end.why}. The orders are read without it. Check its URL.`,
        );
        return;
      }
      if (end.kind === 'broken') this.#sayAway(end.why);
      await clock.sleep(this.#nextPause(), signal);
    }
  }

  #events(): Parameters<typeof readRelay>[2] {
    return {
      onOpen: () => {
        this.#openedAt = this.#ports.clock.now();
        this.#ports.bell.open(this);
        if (!this.#wasOpen) this.#ports.reporter.info('Webhooks arrive through the relay now.');
        this.#wasOpen = true;
      },
      onData: (data) => {
        this.#ports.bell.ring(parseRelayed(data));
      },
      onId: (id) => {
        if (EVENT_ID.test(id)) this.#lastEventId = id;
      },
      onRetry: (ms) => {
        this.#pauseMs = Math.min(Math.max(ms, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
      },
    };
  }

  #sayAway(why: string): void {
    if (this.#wasAway) return;
    this.#wasAway = true;
    this.#ports.reporter.notice(
      `The relay of "webhook-relay" cannot be read now: ${why}. It is tried again without a word, and the orders are read all the same.`,
    );
  }

  /** Doubles, up to a limit; chance keeps jobs apart that lost the relay at the same moment. */
  #nextPause(): number {
    const { clock, random } = this.#ports;
    const wasSteady = this.#openedAt !== null && clock.now() - this.#openedAt >= STEADY_MS;
    if (wasSteady) this.#shortStreams = 0;
    const pause = Math.min(this.#pauseMs * 2 ** this.#shortStreams, LONGEST_PAUSE_MS);
    this.#shortStreams += 1;
    return pause * (0.5 + random.unit() / 2);
  }
}
