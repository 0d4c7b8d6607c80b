import type { Reporter } from '../../src/domain/ports.ts';
import { NudgeBell } from '../../src/keeper/webhooks/nudge-bell.ts';

/** A bell with somebody who listens, and what was said in the log. */
export class HeardNudges {
  readonly heard: string[] = [];
  readonly lines: string[] = [];
  readonly reporter: Reporter = {
    info: (line) => {
      this.#say(line);
    },
    notice: (line) => {
      this.#say(`notice: ${line}`);
    },
    warning: (line) => {
      this.#say(`warning: ${line}`);
    },
  };
  readonly bell = new NudgeBell(this.reporter);
  #waiting: (() => void)[] = [];

  constructor() {
    this.bell.subscribe((orderId) => {
      this.heard.push(orderId);
      this.#wake();
    });
  }

  /** Resolves with all that was heard, when it is so many. */
  readonly count = async (nudges: number): Promise<string[]> => {
    while (this.heard.length < nudges) await this.#next();
    return this.heard;
  };

  /** The same for lines of the log. */
  readonly said = async (lines: number): Promise<string[]> => {
    while (this.lines.length < lines) await this.#next();
    return this.lines;
  };

  #say(line: string): void {
    this.lines.push(line);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }
}
