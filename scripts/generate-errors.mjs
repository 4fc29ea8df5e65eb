// Writes docs/errors.md from the catalogues of codes. Run it after a code, a fix or an example was changed.
import {readFile, rm, writeFile} from 'node:fs/promises'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {format, resolveConfig} from 'prettier'

const page = 'docs/errors.md'
// Beside the modules that stay outside the bundle, and that it resolves from where it lies.
const outfile = 'node_modules/.cache/cqube-replay-errors/errors-page.mjs'

await build({
  entryPoints: ['src/core/errors-page/errors-page.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
})
const {errorsPage} = await import(pathToFileURL(outfile).href)
await rm(outfile, {force: true})
const text = await format(errorsPage(), {...(await resolveConfig(page)), filepath: page})
const before = await readFile(page, 'utf8').catch(() => '')
await writeFile(page, text)
process.stdout.write(before === text ? `${page} is as it was.\n` : `${page} was written.\n`)
