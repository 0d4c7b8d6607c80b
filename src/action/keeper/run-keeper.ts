import { keep } from './keep.ts';
import { readConfig, type KeeperReply } from './messages.ts';

/**
 * The keeper's process. Main sends what it needs through the pipe between them, and if main is gone
 * before that, so is the keeper. It says nothing anywhere: it has no log, and its errors may hold
 * anything.
 */
export function runKeeper(): void {
  process.on('uncaughtException', () => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) {
    // Post gives back what is open.
    process.on(signal, () => process.exit());
  }
  if (!process.connected) process.exit(1);
  const leave = (): never => process.exit(1);
  process.once('disconnect', leave);
  process.once('message', (message) => {
    process.off('disconnect', leave);
    void begin(message);
  });
}

async function begin(message: unknown): Promise<void> {
  const config = readConfig(message);
  if (config === null) {
    fail('it did not understand what it was told');
    return;
  }
  try {
    await keep(config, tell);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
    return;
  }
  process.exit();
}

function fail(why: string): void {
  const leave = (): never => process.exit(1);
  process.once('disconnect', leave);
  tell({ kind: 'failed', why }, leave);
}

/** Main may have gone meanwhile: then nobody is told. */
function tell(reply: KeeperReply, done: () => void = () => undefined): void {
  if (process.connected) process.send?.(reply, undefined, {}, done);
  else done();
}
