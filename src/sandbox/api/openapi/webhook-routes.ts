import * as z from 'zod/mini';
import { done, refused } from '../../core/refusal.ts';
import { testPayload } from '../../webhooks/payload.ts';
import { parseBody } from '../parse.ts';
import type { Handler, Route } from '../route.ts';
import type { WebhookSettings } from '../../webhooks/settings.ts';
import { isAllowedUrl } from '../../webhooks/settings.ts';

/** The names of the settings are not documented. */
function settingsView(settings: WebhookSettings) {
  return {
    url: settings.url ?? null,
    secret: settings.secret ?? null,
    enabled: settings.enabled,
    failure_count: settings.failuresInARow,
  };
}

const read: Handler = (_call, { webhooks }) => done({ data: settingsView(webhooks.settings()) });

const changeBody = z.object({
  url: z.optional(z.nullable(z.string())),
  secret: z.optional(z.nullable(z.string().check(z.minLength(1)))),
});

const change: Handler = ({ body }, { webhooks }) => {
  const parsed = parseBody(body, changeBody);
  if (!parsed.ok) return parsed;
  const { url, secret } = parsed.value;
  if (typeof url === 'string' && !isAllowedUrl(url)) {
    return refused({ kind: 'invalid', fields: { url: 'must be a public HTTPS address' } });
  }
  return done({ data: settingsView(webhooks.change({ url, secret, shape: 'openapi' })) });
};

/** What a test answers when nobody could be reached is not documented: status code 0. */
const test: Handler = async ({ now }, { webhooks }) => {
  const statusCode = await webhooks.test(testPayload(now));
  return statusCode === undefined
    ? refused({ kind: 'invalid', fields: { url: 'is not set' } })
    : done({ data: { status_code: statusCode } });
};

export const webhookRoutes: readonly Route[] = [
  { operation: 'webhook_read', method: 'GET', path: 'webhook', handle: read },
  { operation: 'webhook_change', method: 'PATCH', path: 'webhook', handle: change },
  { operation: 'webhook_test', method: 'POST', path: 'webhook/test', handle: test },
];
