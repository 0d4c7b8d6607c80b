import { HELP, parseCommand } from './cli-arguments.ts';
import { readyLine, welcome } from './cli-welcome.ts';
import { startSandbox } from './index.ts';

const command = parseCommand(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    process.stdout.write(HELP);
    break;
  case 'mistake':
    fail(command.message);
    break;
  case 'run':
    try {
      const sandbox = await startSandbox(command.options);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => void sandbox.stop());
      }
      process.stdout.write(command.json ? `${readyLine(sandbox)}\n` : welcome(sandbox));
    } catch (error) {
      fail(reason(error));
    }
}

function fail(message: string): void {
  process.stderr.write(`sandbox: ${message}\n`);
  process.exitCode = 1;
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
