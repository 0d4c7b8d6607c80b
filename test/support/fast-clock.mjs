import { setTimeout } from 'node:timers';

/**
 * Preloaded by `node --import`: time passes faster in that process, from a moment and by a factor
 * that FAST_CLOCK names ("1773669600000 10"), and may be ahead by so many milliseconds. What node itself times (sockets) is left alone.
 */
const [startedAt = 0, speed = 1, ahead = 0] = (process.env['FAST_CLOCK'] ?? '')
  .split(' ')
  .map(Number);
const { now } = Date;

Date.now = () => Math.floor(startedAt + (now() - startedAt) * speed) + ahead;
Object.assign(globalThis, {
  setTimeout: (
    /** @type {(...given: unknown[]) => void} */ task,
    milliseconds = 0,
    /** @type {unknown[]} */ ...given
  ) => setTimeout(task, milliseconds / speed, ...given),
});
