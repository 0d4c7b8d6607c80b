import type { HttpReply, HttpRequest } from '../http/message.ts';
import type { Stage } from '../stage.ts';

/** One thing that can be asked of the control port, in whatever shape its caller speaks. */
export type ControlRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` stands for any segment. */
  readonly path: string;
  /** One line for the list at `/`. */
  readonly about: string;
  readonly handle: (call: ControlCall, stage: Stage) => HttpReply | Promise<HttpReply>;
};

export type ControlCall = {
  readonly request: HttpRequest;
  readonly params: Readonly<Record<string, string>>;
  /** The raw body; each route parses its own shape. */
  readonly body: string;
};
