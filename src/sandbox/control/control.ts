import { jsonReply, type HttpAnswer, type HttpReply, type HttpRequest } from '../http/message.ts';
import { paramsOf, segmentsOf } from '../http/path.ts';
import type { Stage } from '../stage.ts';
import { accountRoutes } from './account-routes.ts';
import { wrong } from './body.ts';
import { phoneRoutes } from './phone-routes.ts';
import type { ControlRoute } from './route.ts';
import { stageRoutes } from './stage-routes.ts';

/** Every table of routes that the control port serves; another sender or a page is one more. */
const TABLES: readonly (readonly ControlRoute[])[] = [phoneRoutes, accountRoutes, stageRoutes];

const index: ControlRoute = {
  method: 'GET',
  path: '',
  about: 'This list.',
  handle: (_call, { addresses }) =>
    jsonReply(200, {
      ...addresses(),
      endpoints: TABLES.flat().map(({ method, path, about }) => `${method} /${path}: ${about}`),
    }),
};

export async function answerControl(request: HttpRequest, stage: Stage): Promise<HttpAnswer> {
  return { kind: 'reply', reply: await reply(request, stage) };
}

async function reply(request: HttpRequest, stage: Stage): Promise<HttpReply> {
  if (request.body.kind === 'too-large') return wrong('The body is too large.', 413);
  const segments = segmentsOf(request.path);
  const sharing = [index, ...TABLES.flat()].flatMap((route) => {
    const params = paramsOf(route.path, segments);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = sharing.find(({ route }) => route.method === request.method);
  if (found !== undefined) {
    return found.route.handle({ request, params: found.params, body: request.body.text }, stage);
  }
  return sharing.length === 0
    ? wrong('No such endpoint; GET / lists them.', 404)
    : wrong('Not with this method; GET / lists the endpoints.', 405);
}
