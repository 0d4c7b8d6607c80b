import type { Sandbox } from './index.ts';

/** For programs: one line when ready. */
export function readyLine(sandbox: Sandbox): string {
  return JSON.stringify({
    url: sandbox.url,
    guide_url: sandbox.guideUrl,
    openapi_url: sandbox.openapiUrl,
    control_url: sandbox.controlUrl,
    token: sandbox.token,
  });
}

/** For people: what to point at what. */
export function welcome({ url, guideUrl, openapiUrl, controlUrl, token }: Sandbox): string {
  return `The sandbox is ready. It rents numbers that cost nothing.

  API, both dialects   ${url}
  only the guide's     ${guideUrl}
  only openapi's       ${openapiUrl}
  control port         ${controlUrl}
  token                ${token}

Point a shell and the action at it (in a workflow: the inputs api-url and token):

  export SMSCODE_API_URL=${url}
  export SMSCODE_TOKEN=${token}

Rent a number:

  curl -s -X POST ${url}/orders \\
    -H "Authorization: Bearer $SMSCODE_TOKEN" -H "Content-Type: application/json" \\
    -d '{"product_id": 42}'

Let your app send its SMS here instead of to a phone:

  curl -s -X POST ${controlUrl}/sms \\
    -d '{"to": "+628…", "text": "Your code is 123456"}'

Look at the books:   curl -s ${controlUrl}/books
All it can do:       curl -s ${controlUrl}/
Stop it:             Ctrl+C
`;
}
