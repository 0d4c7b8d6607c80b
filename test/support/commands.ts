import { vi } from 'vitest';

/** The workflow commands and other lines that `action` writes to the standard output. */
export function commandsOf(action: () => void): string[] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    action();
    return write.mock.calls
      .map(([chunk]) => String(chunk))
      .join('')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  } finally {
    write.mockRestore();
  }
}

/** The values that `action` asks the runner to mask. */
export function masksOf(action: () => void): string[] {
  return commandsOf(action)
    .filter((line) => line.startsWith('::add-mask::'))
    .map((line) => line.slice('::add-mask::'.length));
}
