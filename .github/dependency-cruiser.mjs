/**
 * The layers of src: arrows point down only.
 *
 *     main.ts, post.ts, keeper.ts -> action -> modes   -> domain
 *                                           -> smscode -> domain
 *                                           -> keeper  -> domain
 *     sandbox stands alone
 *
 * @type {Required<Pick<import('dependency-cruiser').IConfiguration, 'forbidden' | 'options'>>}
 */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Time, chance and I/O are arguments: no Node.js built-ins, no packages.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'modes-know-ports-only',
      comment: 'A use case talks to the provider, the clock and the runner through its ports.',
      severity: 'error',
      from: { path: '^src/modes/' },
      to: { pathNot: '^src/(modes|domain)/' },
    },
    {
      name: 'smscode-is-http-only',
      comment:
        'The provider client needs the domain, zod, an HTTP client and two small pure packages.',
      severity: 'error',
      from: { path: '^src/smscode/' },
      to: {
        pathNot: [
          '^src/(smscode|domain)/',
          '(^|/)node_modules/(zod|@actions/http-client|leven|p-limit)/',
        ],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'smscode-leaves-the-runner-alone',
      comment: 'Files, processes and the environment belong to src/action.',
      severity: 'error',
      from: { path: '^src/smscode/' },
      to: { path: '^(node:)?(fs|child_process|process|os)(/|$)', dependencyTypes: ['core'] },
    },
    {
      name: 'keeper-serves-the-domain',
      comment: 'Servers and streams need the domain, zod and a parser of events.',
      severity: 'error',
      from: { path: '^src/keeper/' },
      to: {
        pathNot: ['^src/(keeper|domain)/', '(^|/)node_modules/(zod|eventsource-parser)/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'toolkit-in-action-only',
      comment: 'Everything else runs without a runner, so that it can be tested without one.',
      severity: 'error',
      from: { pathNot: '^src/action/' },
      to: { path: '(^|/)node_modules/@actions/(?!http-client/)' },
    },
    {
      name: 'http-client-in-smscode-only',
      comment: 'One place speaks HTTP to the provider, with one set of retries and time-outs.',
      severity: 'error',
      from: { pathNot: '^src/smscode/' },
      to: { path: '(^|/)node_modules/@actions/http-client/' },
    },
    {
      name: 'large-packages-are-lazy',
      comment: 'They are bundled apart (see .github/scripts/bundle.mjs) and loaded when needed.',
      severity: 'error',
      from: { pathNot: '^src/action/(artifact|github)/' },
      to: {
        path: '^src/action/(artifact|github)/|(^|/)node_modules/@actions/(artifact|github)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sandbox-stands-alone',
      comment:
        'Client and sandbox are two readings of one contract; shared code would share its bugs.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: {
        pathNot: ['^src/sandbox/', '(^|/)node_modules/zod/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'nobody-imports-the-sandbox',
      severity: 'error',
      from: { pathNot: '^src/sandbox/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'nobody-imports-an-entry',
      severity: 'error',
      from: {},
      to: { path: '^src/(main|post|keeper|sandbox/cli)\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '^src/(main|post|keeper|sandbox/cli)\\.ts$' },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'What src imports ships in dist, licences included.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // an import of a type is an arrow too
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
