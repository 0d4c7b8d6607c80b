import type { ServerOrder, World } from './world.ts';

/**
 * Gives each state a short name, and the same state always the same: each part of it is numbered by
 * its whole text, so nothing is hashed away. Parts that a step left alone are not read again.
 */
export class Names {
  readonly #byText = new Map<string, number>();
  readonly #byPart = new WeakMap<object, number>();
  readonly #byNamelessPart = new WeakMap<object, number>();

  of(world: World): string {
    const { main, post, disk, server, late, excuses, ...rest } = world;
    const { tasks, ...ofPost } = post;
    const numbers = Object.values(rest).join();
    if (disk.isForgotten) return `${this.#withoutNames(world)},${numbers}`;
    const parts = [main, disk, server, late, excuses, ...tasks].map((part) => this.#number(part));
    return `${parts.join()},${this.#numberOf(JSON.stringify(ofPost))},${numbers}`;
  }

  /**
   * When only post is left, it is all the same which of its orders is which: each is written down
   * with all that concerns it and without its name, and these entries are sorted.
   */
  #withoutNames({ main, post, server, late, excuses }: World): string {
    const { tasks, known, said, ...ofPost } = post;
    const entries = tasks.map((task) => {
      const { order } = task;
      const bought = server.orders.find(({ id }) => id === order);
      const ofTask = this.#nameless(task, { ...task, order: '' });
      const its = late.filter(({ of }) => of === order || of === bought?.key);
      const isSaid = said.some((one) => 'leaked' in one && one.leaked === order);
      const more = its.map(({ do: what, till, held }) => `${what}${String(till)}${String(held)}`);
      const flags = `${String(known.includes(order))}${String(isSaid)}`;
      return `${ofTask}:${this.#ofOrder(bought)}:${flags}:${more.join()}`;
    });
    const ids = new Set(tasks.map(({ order }) => order));
    const keys = new Set(server.orders.flatMap(({ id, key }) => (ids.has(id) ? [key] : [])));
    const others = [
      ofPost,
      excuses,
      [main.step, main.sawTombstone, main.said, said.filter((one) => !('leaked' in one))],
      known.filter((id) => !ids.has(id)),
      server.orders.filter(({ id }) => !ids.has(id)),
      [server.balance, server.doubled],
      late.filter(({ of }) => !ids.has(of) && !keys.has(of)),
    ];
    return `${entries.toSorted().join('/')};${this.#numberOf(JSON.stringify(others))}`;
  }

  #ofOrder(order: ServerOrder | undefined): number {
    if (order === undefined) return -1;
    return this.#nameless(order, { ...order, id: '', key: order.key === null ? null : '' });
  }

  #number(part: object): number {
    return numbered(this.#byPart, part, () => this.#numberOf(JSON.stringify(part)));
  }

  #nameless(part: object, shown: object): number {
    return numbered(this.#byNamelessPart, part, () => this.#numberOf(JSON.stringify(shown)));
  }

  #numberOf(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const number = this.#byText.size;
    this.#byText.set(text, number);
    return number;
  }
}

function numbered(known: WeakMap<object, number>, part: object, read: () => number): number {
  const before = known.get(part);
  if (before !== undefined) return before;
  const number = read();
  known.set(part, number);
  return number;
}
