import { setTimeout } from 'node:timers';

/**
 * Preloaded by `node --import`: time passes faster in that process, from a moment and by a factor
 * that its own address names ("fast-clock.mjs?1773669600000,10,0"), and may be ahead by so many
 * milliseconds. What node itself times (sockets) is left alone.
 */
const [startedAt = 0, speed = 1, ahead = 0] = new URL(import.meta.url).search
  .slice(1)
  .split(',')
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
