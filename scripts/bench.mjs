// Bundles the benchmarks as the build bundles the program, and runs them.
import {spawnSync} from 'node:child_process'
import {rm} from 'node:fs/promises'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'

// Beside the modules that stay outside the bundle, and that it resolves from where it lies.
const outfile = 'node_modules/.cache/cqube-replay-bench/bench/main.mjs'

await build({
  entryPoints: ['bench/main.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  loader: {'.sql': 'text'},
  packages: 'external',
  // The binaries of PostgreSQL 10 are found from here.
  define: {'import.meta.url': JSON.stringify(pathToFileURL('test/support/bundle.mjs').href)},
})
const {status} = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {stdio: 'inherit'})
await rm(outfile, {force: true})
process.exitCode = status ?? 1
