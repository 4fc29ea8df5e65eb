/** Layers, inner to outer: core < ports < steps < pipeline < commands < entries. Adapters hang off ports; compose.ts alone joins them. */
const rule = (name, comment, from, to) => ({name, comment, severity: 'error', from, to})
module.exports = {
  forbidden: [
    rule(
      'core-is-pure',
      'core/ holds values and pure functions: no node modules but a hash, no ports, no outer layer. Pass what it needs as an argument.',
      {path: '^src/core/'},
      {pathNot: ['^src/core/', '^(node:)?crypto$'], dependencyTypesNot: ['npm']},
    ),
    rule(
      'core-npm-allowlist',
      'core/ may use only the parser and the validator.',
      {path: '^src/core/'},
      {dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/(yaml|ajv|ajv-formats)/'},
    ),
    rule(
      'ports-know-core-only',
      'A port speaks in core types, never in a client library’s.',
      {path: '^src/ports([.]ts$|/)'},
      {pathNot: ['^src/core/', '^src/ports([.]ts$|/)']},
    ),
    rule(
      'steps-reach-the-world-by-ports',
      'A step imports core and ports; the adapter comes in as an argument.',
      {path: '^src/steps/'},
      {pathNot: ['^src/core/', '^src/ports([.]ts$|/)', '^src/steps/']},
    ),
    rule(
      'adapters-do-not-meet',
      'One adapter folder, one outside system.',
      {path: '^src/adapters/([^/]+)/'},
      {path: '^src/', pathNot: ['^src/core/', '^src/ports([.]ts$|/)', '^src/adapters/$1/']},
    ),
    rule(
      'only-compose-knows-adapters',
      'Only compose.ts and its parts (compose-….ts) name an adapter.',
      {path: '^src/', pathNot: ['^src/adapters/', '^src/compose[-a-z0-9]*[.]ts$']},
      {path: '^src/adapters/'},
    ),
    rule('nobody-imports-an-entry', 'cli, action and daemon are leaves.', {}, {path: '^src/(cli|action|daemon)[.]ts$'}),
    rule(
      'entries-stay-thin',
      'An entry parses its inputs and calls a command; it names no step and no adapter.',
      {path: '^src/(cli|action|daemon)[.]ts$'},
      {path: '^src/(steps|adapters|pipeline[.]ts)'},
    ),
    rule(
      'cli-presents',
      'cli/ parses words and shows results: it calls commands, and compose.ts for their ports; no step, no pipeline.',
      {path: '^src/cli/'},
      {path: '^src/(steps/|pipeline[.]ts)'},
    ),
    rule(
      'action-presents',
      'action/ reads the workflow and writes summaries and comments: it calls commands, and compose for their ports; no step, no pipeline.',
      {path: '^src/action/'},
      {path: '^src/(steps/|pipeline[.]ts)'},
    ),
    rule(
      'only-action-knows-action',
      'How a workflow shows a result is no business of a command, nor of the command line.',
      {path: '^src/', pathNot: ['^src/action/', '^src/action[.]ts$']},
      {path: '^src/action/'},
    ),
    rule(
      'entries-share-entries',
      'entries/ is what command line, action and daemon have in common; it shows nothing.',
      {path: '^src/entries/'},
      {path: '^src/(steps/|pipeline[.]ts|cli/|action/)'},
    ),
    rule(
      'commands-know-no-entry',
      'A command is the same whoever starts it.',
      {path: '^src/(core|ports|steps|commands|adapters)/'},
      {path: '^src/entries/'},
    ),
    rule(
      'actions-core-only-in-action-io',
      'One package, one place.',
      {path: '^src/', pathNot: '^src/action/action-io[.]ts$'},
      {path: 'node_modules/@actions/'},
    ),
    rule(
      'only-cli-knows-cli',
      'How a terminal shows a result is no business of a command.',
      {path: '^src/', pathNot: ['^src/cli/', '^src/cli[.]ts$']},
      {path: '^src/cli/'},
    ),
    rule(
      'commander-only-in-cli',
      'One package, one place.',
      {path: '^src/', pathNot: '^src/cli/'},
      {path: 'node_modules/commander/'},
    ),
    rule('no-src-to-test', 'Production code never imports a test helper.', {path: '^src/'}, {path: '^test/'}),
    rule('no-cycles', 'Two modules that need each other are one module or hide a third.', {}, {circular: true}),
    rule('no-orphans', 'Nothing imports this file.', {orphan: true, path: '^src/', pathNot: '[.]d[.]ts$'}, {}),
    rule(
      'no-dev-dependency-in-src',
      'The bundle must build from production dependencies.',
      {path: '^src/'},
      {dependencyTypes: ['npm-dev'], pathNot: '@types/'},
    ),
    ...[
      ['pg', 'postgres'],
      ['simple-git', 'git'],
      ['pg-copy-streams', 'postgres'],
      ['yauzl', 'embedded-ingestion'],
      ['croner', 'schedule'],
      ['@aws-sdk', 's3'],
      ['@inquirer/prompts', 'prompts'],
      ['@octokit', 'github'],
    ].map(([pkg, file]) =>
      rule(
        `${pkg}-only-in-${file}`,
        `One package, one adapter.`,
        {path: '^src/', pathNot: `^src/adapters/${file}/`},
        {path: `node_modules/${pkg}/`},
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {extensions: ['.ts', '.js']},
  },
}
