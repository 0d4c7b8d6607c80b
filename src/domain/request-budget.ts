/** A token's allowance of requests, as this job may use it. Times are epoch milliseconds. */
export interface RequestBudget {
  /** Requests that may still leave at once; negative when later ones are already promised. */
  tokens: number;
  refilledAt: number;
  burst: number;
  perMinute: number;
}

/** Enough for the longest cold purchase and a release, so that no share is too small to start. */
const SMALLEST_BURST = 12;

/**
 * This job's share of the allowance. A fifth of it may leave in one burst and the rest flows
 * evenly, so that no minute sees more than the share (but for the burst of very small shares).
 */
export function openBudget(
  requestsPerMinute: number,
  parallelJobs: number,
  now: number,
): RequestBudget {
  const share = requestsPerMinute / parallelJobs;
  const burst = Math.max(SMALLEST_BURST, Math.floor(share / 5));
  return { tokens: burst, refilledAt: now, burst, perMinute: Math.max(1, share - share / 5) };
}

/** Takes one request out of the budget and tells how long it has to wait before it may leave. */
export function takeRequest(
  budget: RequestBudget,
  now: number,
): { budget: RequestBudget; waitMs: number } {
  const flown = (Math.max(0, now - budget.refilledAt) * budget.perMinute) / 60_000;
  const tokens = Math.min(budget.burst, budget.tokens + flown) - 1;
  const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens * 60_000) / budget.perMinute);
  return { budget: { ...budget, tokens, refilledAt: Math.max(now, budget.refilledAt) }, waitMs };
}
