import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';
import { chance } from './chance.mjs';
import { SENDER } from './gateway.mjs';

/**
 * Preloaded into every process of a run (steps, posts, the sandbox). Time stands still in it until
 * the harness moves it; chance is drawn from the seed; and it can die in the middle of a write.
 * Nothing of the program itself is replaced: it runs the built files as they are.
 *
 * Talks with member.mjs over the process's IPC channel: `{do: 'probe'}` and `{do: 'advance', now}`
 * come in, its messages go out. CHAOS_NOW is the time, CHAOS_SKEW by how many milliseconds the
 * process is ahead of it, CHAOS_SEED what its chance is drawn from, CHAOS_DIE the number of the
 * write at which it dies, which side of it (before, half, after), and by which signal, and
 * CHAOS_NAME a name that its requests bear.
 */
const {
  CHAOS_NOW = '0',
  CHAOS_SKEW = '0',
  CHAOS_SEED = '',
  CHAOS_DIE = '',
  CHAOS_NAME = '',
} = process.env;
const skew = Number(CHAOS_SKEW);
let now = Number(CHAOS_NOW);
/** Grows whenever the program does something that the harness could miss between two probes. */
let activity = 0;

Date.now = () => now + skew;

/** @typedef {{ due: number, task: () => void, held: boolean }} Timer */

/** @type {Set<Timer>} in the order in which they were set */
const timers = new Set();

Object.assign(globalThis, {
  setTimeout: (
    /** @type {(...given: unknown[]) => void} */ task,
    milliseconds = 0,
    /** @type {unknown[]} */ ...given
  ) => {
    const due = now + Math.max(1, Math.ceil(milliseconds));
    const timer = { due, task: () => task(...given), held: true };
    timers.add(timer);
    changed();
    const handle = {
      timer,
      ref: () => hold(true),
      unref: () => hold(false),
      hasRef: () => timer.held,
      refresh: () => {
        timer.due = now + Math.max(1, Math.ceil(milliseconds));
        timers.delete(timer);
        timers.add(timer);
        changed();
        return handle;
      },
    };
    const hold = (/** @type {boolean} */ held) => {
      timer.held = held;
      changed();
      return handle;
    };
    return handle;
  },
  clearTimeout: (/** @type {{ timer: Timer } | undefined} */ handle) => {
    if (handle !== undefined && timers.delete(handle.timer)) changed();
  },
});

/** The channel keeps the process alive just as its timers would. */
function changed() {
  activity += 1;
  if ([...timers].some(({ held }) => held)) process.channel?.ref();
  else process.channel?.unref();
}

/** Fires what has fallen due, the earliest first, with a turn of the event loop after each. */
function fireDue() {
  const [next] = [...timers].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due);
  if (next === undefined) return;
  timers.delete(next);
  changed();
  setImmediate(fireDue);
  next.task();
}

/** Work of the event loop that ends by itself: files, name look-ups, connecting, writing. */
const BUSY = /^(?:FSReq|FileHandle|GetAddrInfo|TCPConnect|.*WriteWrap|ShutdownWrap|RandomBytes)/;

/** Packing is such work too, and not among the resources that node tells of. */
let packing = 0;
/** @type {{ _transform: (chunk: unknown, encoding: string, done: (...given: unknown[]) => void) => void }} */
const packer = Object.getPrototypeOf(Object.getPrototypeOf(zlib.DeflateRaw.prototype));
const { _transform: pack } = packer;
packer._transform = function (chunk, encoding, done) {
  packing += 1;
  Reflect.apply(pack, this, [
    chunk,
    encoding,
    (/** @type {unknown[]} */ ...given) => {
      packing -= 1;
      activity += 1;
      done(...given);
    },
  ]);
};

/** Answers once nothing has happened for some turns of the event loop. */
function answerWhenIdle(seen = -1, quietTurns = 0) {
  const busy = packing > 0 || process.getActiveResourcesInfo().some((kind) => BUSY.test(kind));
  const quiet = !busy && seen === activity ? quietTurns + 1 : 0;
  if (quiet < 4) {
    setImmediate(answerWhenIdle, activity, quiet);
    return;
  }
  const waits = [...timers].some(({ held }) => held);
  const due = Math.min(...[...timers].map((timer) => timer.due));
  tell({ say: 'idle', activity, waits, due: due === Infinity ? null : due });
}

function tell(/** @type {object} */ message) {
  // Whoever listened is gone only when the run is over.
  process.send?.(message, () => undefined);
}

process.on('message', (/** @type {{ do: string, now: number }} */ message) => {
  if (message.do === 'probe') answerWhenIdle();
  if (message.do === 'advance') {
    now = message.now;
    activity += 1;
    fireDue();
  }
});
process.channel?.unref();

const emit = process.emit.bind(process);
Object.assign(process, {
  emit: (/** @type {string} */ name, /** @type {unknown[]} */ ...given) => {
    if (name === 'SIGINT' || name === 'SIGTERM') {
      activity += 1;
      tell({ say: 'signal', name });
    }
    return Boolean(Reflect.apply(emit, process, [name, ...given]));
  },
});

const { appendFileSync } = fs;
const [fatalWrite = '', side = '', signal = ''] = CHAOS_DIE.split(' ');
let writes = 0;
fs.appendFileSync = (file, data, options) => {
  writes += 1;
  activity += 1;
  if (String(writes) !== fatalWrite) {
    appendFileSync(file, data, options);
    return;
  }
  tell({ say: 'dying' });
  const text = String(data);
  if (side === 'half') appendFileSync(file, text.slice(0, text.length / 2), options);
  if (side === 'after') appendFileSync(file, data, options);
  // One that is abandoned gets no signal.
  if (signal !== '') process.kill(process.pid, signal);
  if (side === 'before') appendFileSync(file, data, options);
  if (side === 'half') appendFileSync(file, text.slice(text.length / 2), options);
};

const { request } = http;
Object.assign(http, {
  request: (/** @type {unknown[]} */ ...given) => {
    const outgoing = request(.../** @type {Parameters<typeof request>} */ (given));
    outgoing.setHeader(SENDER, CHAOS_NAME);
    return outgoing;
  },
});

if (CHAOS_SEED !== '') {
  const draw = chance(Number(CHAOS_SEED), 'inside a step');
  const bytes = (/** @type {number} */ size) =>
    Buffer.from(Array.from({ length: size }, () => draw.between(0, 255)));
  Object.assign(crypto, {
    randomBytes: bytes,
    randomInt: (/** @type {number} */ low, /** @type {number | undefined} */ high) =>
      high === undefined ? draw.between(0, low - 1) : draw.between(low, high - 1),
  });
}
syncBuiltinESMExports();
tell({ say: 'ready' });
