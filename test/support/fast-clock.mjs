import { setTimeout } from 'node:timers';

/**
 * Preloaded by `node --import`: time passes faster in that process, from a moment and by a factor
 * that FAST_CLOCK names ("1773669600000 10"). What node itself times (sockets) is left alone.
 */
const [startedAt = 0, speed = 1] = (process.env['FAST_CLOCK'] ?? '').split(' ').map(Number);
const { now } = Date;

Date.now = () => Math.floor(startedAt + (now() - startedAt) * speed);
Object.assign(globalThis, {
  setTimeout: (/** @type {() => void} */ task, milliseconds = 0) =>
    setTimeout(task, milliseconds / speed),
});
