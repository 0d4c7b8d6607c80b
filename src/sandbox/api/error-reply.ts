/** An error in the words of one dialect, before it is put into the envelope. */
export type ErrorReply = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
};
