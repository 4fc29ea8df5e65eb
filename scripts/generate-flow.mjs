// Writes NiFi's flow and its picture from src/core/nifi. Run it after a part of the flow was changed.
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'

const outfile = 'node_modules/.cache/cqube-replay-flow/flow-files.mjs'

await build({
  entryPoints: ['src/core/nifi/flow-files.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
})
const {flowFiles} = await import(pathToFileURL(outfile).href)
await rm(outfile, {force: true})
for (const [path, text] of Object.entries(flowFiles())) {
  const before = await readFile(path, 'utf8').catch(() => '')
  await mkdir(dirname(path), {recursive: true})
  await writeFile(path, text)
  process.stdout.write(before === text ? `${path} is as it was.\n` : `${path} was written.\n`)
}
