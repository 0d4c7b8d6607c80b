import { start, stepsOf, seconds } from './environment.ts';
import { INVARIANTS } from './invariants.ts';
import { Names } from './names.ts';
import type { Context } from './protocol.ts';
import { situationsOf, type Situation } from './situations.ts';
import type { FaultKind, Step, World } from './world.ts';

export interface Exploration {
  states: number;
  transitions: number;
  /** Longest way from the start. */
  depth: number;
  faults: Map<FaultKind, number>;
  /** How many ends were like this. */
  ends: Map<Situation, number>;
  counterexample: Counterexample | null;
}

export interface Counterexample {
  says: string;
  found: string;
  /** One line a step. */
  trace: string[];
}

function namesOf(): (world: World) => string {
  const names = new Names();
  return (world) => names.of(world);
}

interface Frame {
  key: string;
  world: World;
  steps: Step[];
  next: number;
}

/**
 * Walks through every state that can be reached, each once, depth first. Stops at the first state
 * that breaks an invariant, and at a way that comes back to itself: it would never end.
 *
 * @param nameOf the same for states that are the same
 */
export function explore(
  context: Context,
  nameOf: (world: World) => string = namesOf(),
): Exploration {
  const seen = new Set<string>();
  const onPath = new Set<string>();
  const path: Frame[] = [];
  const result: Exploration = {
    states: 0,
    transitions: 0,
    depth: 0,
    faults: new Map(),
    ends: new Map(),
    counterexample: null,
  };
  const broken = (says: string, found: string): void => {
    result.counterexample = { says, found, trace: traceOf(path) };
  };
  const enter = (world: World, key: string): void => {
    seen.add(key);
    onPath.add(key);
    const steps = stepsOf(world, context);
    path.push({ key, world, steps, next: 0 });
    result.states += 1;
    result.depth = Math.max(result.depth, path.length);
    if (steps.length === 0) for (const one of situationsOf(world)) count(result.ends, one);
    for (const { says, check } of INVARIANTS) {
      const found = check(world, steps.length === 0, context);
      if (found !== null) {
        broken(says, found);
        return;
      }
    }
  };
  const first = start(context);
  enter(first, nameOf(first));
  while (result.counterexample === null) {
    const frame = path.at(-1);
    if (frame === undefined) break;
    const step = frame.steps[frame.next];
    if (step === undefined) {
      onPath.delete(frame.key);
      path.pop();
      continue;
    }
    frame.next += 1;
    result.transitions += 1;
    if (step.fault !== null) count(result.faults, step.fault);
    const key = nameOf(step.next);
    if (!seen.has(key)) enter(step.next, key);
    else if (onPath.has(key)) broken('Every way comes to an end.', 'this one comes back to itself');
  }
  return result;
}

function traceOf(path: readonly Frame[]): string[] {
  return path.flatMap(({ world, steps, next }) => {
    const step = steps[next - 1];
    return step === undefined ? [] : [lineOf(world, step)];
  });
}

function lineOf({ now }: World, { by, does, fault }: Step): string {
  const mark = fault === null ? '' : `   <- fault: ${fault}`;
  return `${seconds(now).padStart(8)}  ${by.padEnd(7)}  ${does}${mark}`;
}

/**
 * The shortest way to a state that breaks an invariant: breadth first, for a person to read.
 *
 * @param most states to look at
 */
export function shortest(context: Context, most: number): Counterexample | null {
  const names = new Names();
  const seen = new Set<string>();
  let front: { world: World; trace: Trace | null }[] = [{ world: start(context), trace: null }];
  while (front.length > 0 && seen.size < most) {
    const following: typeof front = [];
    for (const { world, trace } of front) {
      const steps = stepsOf(world, context);
      for (const { says, check } of INVARIANTS) {
        const found = check(world, steps.length === 0, context);
        if (found !== null) return { says, found, trace: linesOf(trace) };
      }
      for (const step of steps) {
        const key = names.of(step.next);
        if (seen.has(key)) continue;
        seen.add(key);
        following.push({ world: step.next, trace: { before: trace, from: world, step } });
      }
    }
    front = following;
  }
  return null;
}

interface Trace {
  before: Trace | null;
  from: World;
  step: Step;
}

function linesOf(trace: Trace | null): string[] {
  const lines: string[] = [];
  for (let at = trace; at !== null; at = at.before) lines.unshift(lineOf(at.from, at.step));
  return lines;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
