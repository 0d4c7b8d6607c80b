import type { WallTime } from './clock.ts';

/** The machine's own clock. A pending timer does not keep the process alive; the servers do. */
export const wallTime: WallTime = {
  now: () => Date.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
