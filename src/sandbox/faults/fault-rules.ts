import type { Operation } from '../api/route.ts';
import type { Dialect } from '../api/surface.ts';
import type { Chance } from '../chance.ts';
import { segmentsOf } from '../http/path.ts';
import { isOnTheWay, type Ending, type FaultRule, type OnTheWay } from './fault.ts';

/** What a rule can tell a request by. */
export type Subject = {
  readonly method: string;
  readonly segments: readonly string[];
  /** Both, when nothing tells them apart. */
  readonly dialects: readonly Dialect[];
  readonly operation: Operation | undefined;
};

export type ActiveRule = {
  readonly id: number;
  readonly rule: FaultRule;
  readonly matched: number;
  readonly fired: number;
};

/** What goes wrong with one request. */
export type FaultPlan = {
  readonly onTheWay: readonly OnTheWay[];
  readonly ending: Ending | undefined;
};

export class FaultRules {
  readonly #draw: Chance;
  #rules: ActiveRule[] = [];
  #lastId = 0;

  constructor(draw: Chance) {
    this.#draw = draw;
  }

  add(rule: FaultRule): ActiveRule {
    this.#lastId += 1;
    const active = { id: this.#lastId, rule, matched: 0, fired: 0 };
    this.#rules.push(active);
    return active;
  }

  list(): readonly ActiveRule[] {
    return this.#rules;
  }

  remove(id: number): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((active) => active.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  /** Counts the request at every rule that matches it and collects what fires, in order. */
  plan(subject: Subject): FaultPlan {
    const onTheWay: OnTheWay[] = [];
    let ending: Ending | undefined;
    this.#rules = this.#rules.map((active) => {
      if (!matches(active.rule, subject)) return active;
      const counted = { ...active, matched: active.matched + 1 };
      const { fault } = active.rule;
      // A request ends once; a rule that came too late for this one keeps its shot.
      const tooLate = ending !== undefined && !isOnTheWay(fault);
      if (tooLate || !isDue(counted) || !this.#drawn(active.rule)) return counted;
      if (isOnTheWay(fault)) onTheWay.push(fault);
      else ending = fault;
      return { ...counted, fired: active.fired + 1 };
    });
    return { onTheWay, ending };
  }

  #drawn({ probability }: FaultRule): boolean {
    return probability === undefined || this.#draw.fraction() < probability;
  }
}

function isDue({ rule, matched, fired }: ActiveRule): boolean {
  const count = rule.count ?? (rule.probability === undefined ? 1 : 'unlimited');
  return matched >= (rule.nth ?? 1) && (count === 'unlimited' || fired < count);
}

function matches({ match }: FaultRule, subject: Subject): boolean {
  if (match === undefined) return true;
  return (
    (match.operation === undefined || match.operation === subject.operation) &&
    (match.method === undefined || match.method.toUpperCase() === subject.method) &&
    (match.dialect === undefined || subject.dialects.includes(match.dialect)) &&
    (match.path === undefined || pathMatches(match.path, subject.segments))
  );
}

function pathMatches(pattern: string, segments: readonly string[]): boolean {
  const [first, ...rest] = segmentsOf(pattern);
  return globMatches(first, rest, segments);
}

function globMatches(
  part: string | undefined,
  rest: readonly string[],
  segments: readonly string[],
): boolean {
  const [segment, ...behind] = segments;
  const [next, ...others] = rest;
  if (part === undefined) return segment === undefined;
  if (part === '**') {
    return (
      globMatches(next, others, segments) ||
      (segment !== undefined && globMatches(part, rest, behind))
    );
  }
  return (
    segment !== undefined && (part === '*' || part === segment) && globMatches(next, others, behind)
  );
}
