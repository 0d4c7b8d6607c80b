import type { FailureKind } from '../domain/failure.ts';
import type { OrderStatus } from '../domain/order.ts';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; null: no body. */
  body: object | null;
  /** Called when the caller has it, or has gone. */
  afterwards?: () => void;
}

/** `{"error": {"kind", "message"}}`, in words for the author of a test. */
export function refusal(
  status: number,
  kind: FailureKind | OrderStatus,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return { status, headers, body: { error: { kind, message } } };
}
