import { HELP, parseCommand } from './cli-arguments.ts';
import { readyLine, welcome } from './cli-welcome.ts';
import { startSandbox } from './index.ts';

export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Calls back when somebody asks the process to end. */
  readonly onStop: (stop: () => void) => void;
};

/** Runs until it is stopped and resolves to the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      terminal.out(HELP);
      return 0;
    case 'mistake':
      terminal.err(`sandbox: ${command.message}\n`);
      return 1;
    case 'run':
      break;
  }
  try {
    const sandbox = await startSandbox(command.options);
    terminal.onStop(() => void sandbox.stop());
    terminal.out(command.json ? `${readyLine(sandbox)}\n` : welcome(sandbox));
    await sandbox.stopped;
    return 0;
  } catch (error) {
    terminal.err(`sandbox: ${reason(error)}\n`);
    return 1;
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Give another one, or none for any free one.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} may not be used by this user. Give one above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return 'This machine has no such address. Give another --host.';
  }
  return error.message;
}
