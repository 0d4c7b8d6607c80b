import type { PostWebhook } from './webhooks.ts';

/** Over the network, with ten seconds of patience. A redirect is an answer, not a way to go. */
export const postWebhook: PostWebhook = async (url, headers, body) => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
  return response.status;
};
