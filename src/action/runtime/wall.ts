import { randomBytes, randomInt } from 'node:crypto';
import type { Clock, Random } from '../../domain/ports.ts';

/** The real time. A sleep ends early, without an error, when its signal aborts. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
};

/** Real chance, from the system's secure source. */
export const systemRandom: Random = {
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  unit: () => randomInt(2 ** 32) / 2 ** 32,
};
