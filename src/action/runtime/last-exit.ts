/** Whatever still runs when all is done and said ends with the process so soon after. */
const LAST_EXIT_MS = 1_000;

/**
 * Ends the process also where something holds it: a connection that hangs in a proxy, a timer of a
 * library. The exit code is the one that was set. A process that nothing holds ends at once.
 */
export function endSoon(): void {
  setTimeout(() => process.exit(), LAST_EXIT_MS).unref();
}
