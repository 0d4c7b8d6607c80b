import { setMaxListeners } from 'node:events';
import type { Lease } from '../../domain/lease.ts';
import type { JournalEvent } from '../../domain/journal.ts';
import type { Journal, Reporter } from '../../domain/ports.ts';
import { openOtpServer, type OtpServer } from '../../keeper/otp-server.ts';
import { stopRoute } from '../../keeper/stop-route.ts';
import type { Ports } from '../../modes/ports.ts';
import { WatchDesk } from '../../modes/watch-desk.ts';
import { Watch } from '../../modes/watch.ts';
import { NO_STORE } from '../disk/job-folder.ts';
import { isClosedByPost, postJournal } from '../disk/journal-file.ts';
import { openConnection } from '../runtime/connection.ts';
import { openNudges, type NudgeWish } from '../runtime/nudges.ts';
import { waitWish } from '../runtime/wait-wish.ts';
import { systemRandom, wallClock } from '../runtime/wall.ts';
import { giveBackAlone } from './give-back-alone.ts';
import { realLook, watchJob } from './job-watch.ts';
import { writeKeeperFile } from './keeper-file.ts';
import { untilOver } from './lifetime.ts';
import type { KeeperConfig, KeeperReply } from './messages.ts';

const SILENT: Reporter = { info: nothing, notice: nothing, warning: nothing };

/** Who asked before the last order expired still gets the answer: its last read takes so long. */
const LAST_ANSWERS_MS = 30_000;

type Said = Extract<KeeperReply, { kind: 'serving' }>['said'];

/** A keeper has no log: what it says while it starts, main says for it, and the rest nobody. */
function openLog(): { reporter: Reporter; end: () => Said } {
  let said: Said | null = [];
  const say = (as: Said[number]['as']) => (line: string) => void said?.push({ as, line });
  return {
    reporter: { info: say('info'), notice: say('notice'), warning: say('warning') },
    end: () => {
      const all = said ?? [];
      said = null;
      return all;
    },
  };
}

/**
 * Serves the codes of a step's orders until post stops it, until they expire, or until the job is
 * gone; then it gives them back first. Resolves when the process has nothing left to do.
 */
export async function keep(
  config: KeeperConfig,
  tell: (reply: KeeperReply) => void,
): Promise<void> {
  const leases: Lease[] = config.leases.map((lease) => ({
    ...lease,
    phoneNumber: lease.phoneNumber ?? '',
  }));
  const stop = new AbortController();
  const log = openLog();
  const { nudges, close } = await openNudges(nudgesOf(config), {
    clock: wallClock,
    random: systemRandom,
    reporter: log.reporter,
  });
  const ports = { ...(await openPorts(config, stop.signal)), nudges };
  const server = await openServer(config, leases, ports, () => {
    stop.abort();
  });
  tell({
    kind: 'serving',
    urls: leases.map(({ orderId }) => ({ orderId, url: server.urlOf(orderId) })),
    said: log.end(),
  });
  const seen = {
    postHasBegun: () => isClosedByPost(config.journal),
    jobIsGone: watchJob(config, realLook),
  };
  const end = await untilOver(leases, seen, ports.clock, stop.signal);
  if (end === 'expired') {
    await Promise.race([server.settled(), ports.clock.sleep(LAST_ANSWERS_MS, stop.signal)]);
  }
  await Promise.all([server.close(), close()]);
  if (end === 'job-gone' && config.autoRelease) {
    await giveBackAlone(leases, config.releaseTimeoutMs, ports);
  }
}

function nudgesOf({ webhookListen, webhookSecret, webhookRelay }: KeeperConfig): NudgeWish {
  return {
    listen: webhookListen,
    secret: webhookSecret,
    relay: webhookRelay === null ? null : new URL(webhookRelay),
  };
}

async function openPorts(config: KeeperConfig, stop: AbortSignal): Promise<Ports> {
  // Each caller and request listens for itself; their number is bounded by the server.
  setMaxListeners(0, stop);
  const local = { clock: wallClock, reporter: SILENT };
  const { dialect, token, requestsPerMinute, parallelJobs } = config;
  const provider = await openConnection(
    {
      apiUrl: new URL(config.apiUrl),
      token,
      dialect,
      catalogTtlMs: 0,
      requestsPerMinute,
      parallelJobs,
    },
    NO_STORE,
    { requests: 0 },
    local,
    // Nothing is sent: the dialect is known.
    { deadline: 0 },
  );
  return {
    ...local,
    provider,
    random: systemRandom,
    journal: journalIfThere(config.journal),
    ledger: null,
    nudges: null,
    stop,
    halt: stop,
  };
}

/** The next job may have the same folder by then: it gets no file of this one. */
function journalIfThere(path: string): Journal {
  const journal = postJournal(path);
  const write = (event: JournalEvent): void => {
    if (!realLook.isMissing(path)) journal.note(event);
  };
  return { append: write, note: write, isClosed: () => false };
}

async function openServer(
  config: KeeperConfig,
  leases: readonly Lease[],
  ports: Ports,
  onStop: () => void,
): Promise<OtpServer> {
  const wish = await waitWish({
    timeout: config.timeoutMs,
    'poll-interval': config.intervalMs,
    'requests-per-minute': config.requestsPerMinute,
    'parallel-jobs': config.parallelJobs,
    after: null,
    'resend-after': null,
    'otp-pattern': config.otpPattern,
    'expect-domain': config.expectDomain,
  });
  const watch = new Watch(wish, ports, { reading: nothing, shortened: nothing });
  const stopKey = ports.random.hex(32);
  const server = await openOtpServer(new WatchDesk(leases, watch, ports), leases, {
    defaultTimeoutMs: config.timeoutMs,
    random: ports.random,
    otherwise: stopRoute(stopKey, onStop),
  });
  writeKeeperFile(config.journal, { port: server.port, stopKey, pid: process.pid });
  return server;
}

function nothing(): void {
  // There is nobody to tell.
}
