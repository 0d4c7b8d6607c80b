import type { Reporter } from '../../src/domain/ports.ts';
import { NudgeBell } from '../../src/keeper/webhooks/nudge-bell.ts';

/** A bell with somebody who listens, and what was said in the log. */
export class HeardNudges {
  readonly heard: string[] = [];
  readonly lines: string[] = [];
  readonly reporter: Reporter = {
    info: (line) => void this.lines.push(line),
    notice: (line) => void this.lines.push(`notice: ${line}`),
    warning: (line) => void this.lines.push(`warning: ${line}`),
  };
  readonly bell = new NudgeBell(this.reporter);
  #waiting: (() => void)[] = [];

  constructor() {
    this.bell.subscribe((orderId) => {
      this.heard.push(orderId);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Resolves with all that was heard, when it is so many. */
  readonly count = async (nudges: number): Promise<string[]> => {
    while (this.heard.length < nudges) {
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
    return this.heard;
  };
}
