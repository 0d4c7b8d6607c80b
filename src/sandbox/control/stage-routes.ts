import * as z from 'zod/mini';
import { faultRuleSchema } from '../faults/fault.ts';
import { jsonReply } from '../http/message.ts';
import { isAllowedUrl } from '../webhooks/settings.ts';
import { withBody, wrong } from './body.ts';
import type { ControlRoute } from './route.ts';
import { attemptView, faultView, requestView, time } from './views.ts';

const oneOrMoreRules = z.union([faultRuleSchema, z.array(faultRuleSchema)]);
const clockBody = z.strictObject({ advance_seconds: z.number().check(z.gte(0)) });
const webhookBody = z.strictObject({
  url: z.optional(z.nullable(z.string())),
  secret: z.optional(z.nullable(z.string().check(z.minLength(1)))),
  shape: z.optional(z.enum(['guide', 'openapi'])),
});

export const stageRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: 'requests',
    about: 'Every API request so far, never with its token.',
    handle: (_call, { log }) => jsonReply(200, { requests: log.records().map(requestView) }),
  },
  {
    method: 'DELETE',
    path: 'requests',
    about: 'Forgets them.',
    handle: (_call, { log }) => {
      log.clear();
      return jsonReply(200, {});
    },
  },
  {
    method: 'GET',
    path: 'faults',
    about: 'The fault rules, and how often each matched and fired.',
    handle: (_call, { faults }) => jsonReply(200, { faults: faults.list().map(faultView) }),
  },
  {
    method: 'POST',
    path: 'faults',
    about: 'Adds one rule, or an array of them.',
    handle: ({ body }, { faults }) =>
      withBody(body, oneOrMoreRules, (rules) => {
        const added = (Array.isArray(rules) ? rules : [rules]).map((rule) => faults.add(rule));
        return jsonReply(200, { faults: added.map(faultView) });
      }),
  },
  {
    method: 'DELETE',
    path: 'faults',
    about: 'Removes all of them.',
    handle: (_call, { faults }) => {
      faults.clear();
      return jsonReply(200, {});
    },
  },
  {
    method: 'DELETE',
    path: 'faults/:id',
    about: 'Removes one.',
    handle: ({ params }, { faults }) =>
      faults.remove(Number(params['id'])) ? jsonReply(200, {}) : wrong('No such rule.', 404),
  },
  {
    method: 'GET',
    path: 'clock',
    about: 'What time it is in the sandbox.',
    handle: (_call, { clock }) => jsonReply(200, { now: time(clock.now()) }),
  },
  {
    method: 'POST',
    path: 'clock',
    about: 'Moves time forward: {"advance_seconds"}.',
    handle: ({ body }, { clock }) =>
      withBody(body, clockBody, (move) => {
        clock.advance(move.advance_seconds * 1000);
        return jsonReply(200, { now: time(clock.now()) });
      }),
  },
  {
    method: 'GET',
    path: 'webhooks',
    about: 'The webhook settings and every attempt to deliver one.',
    handle: (_call, { world }) => {
      const { webhooks } = world.provider;
      return jsonReply(200, {
        settings: webhooks.settings(),
        attempts: webhooks.attempts().map(attemptView),
      });
    },
  },
  {
    method: 'PUT',
    path: 'webhooks',
    about: 'Changes where webhooks go and what they look like: {"url"?,"secret"?,"shape"?}.',
    handle: ({ body }, { world }) =>
      withBody(body, webhookBody, (change) =>
        typeof change.url === 'string' && !isAllowedUrl(change.url)
          ? wrong('The URL must be HTTPS, or HTTP to this machine.')
          : jsonReply(200, { settings: world.provider.webhooks.change(change) }),
      ),
  },
  {
    method: 'POST',
    path: 'stop',
    about: 'Ends the sandbox.',
    handle: (_call, { requestStop }) => {
      requestStop();
      return jsonReply(200, {});
    },
  },
];
