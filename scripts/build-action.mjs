// Builds the Action: one file with everything in it, and the licences of what is in it. The same bytes from the same
// lockfile, wherever the checkout lies.
import {readdirSync, readFileSync} from 'node:fs'
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The toolkit needs them for OIDC tokens and for the name of the system, which the Action asks for neither: 550 KB. */
const unusedOfToolkit = /^@actions\/(http-client(\/|$)|exec$)/

const leftOut = {
  name: 'left-out',
  setup: ({onResolve, onLoad}) => {
    onResolve({filter: unusedOfToolkit}, ({path}) => ({path, namespace: 'left-out'}))
    onLoad({filter: /./, namespace: 'left-out'}, () => ({
      contents: 'export const HttpClient = undefined, BearerCredentialHandler = undefined, getExecOutput = undefined',
    }))
    // The rest of it is for npm, and changes without anything of the Action.
    onLoad({filter: /[/\\]package\.json$/}, async ({path}) => {
      if (path !== join(root, 'package.json')) return undefined
      const {name, version} = JSON.parse(await readFile(path, 'utf8'))
      return {contents: JSON.stringify({name, version}), loader: 'json'}
    })
  },
}

/** @param outdir relative to the root of the checkout, or absolute; what is there is replaced */
export async function buildAction(outdir) {
  const {metafile, outputFiles} = await build({
    absWorkingDir: root,
    entryPoints: {index: 'src/action.ts'},
    outdir,
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // As of the command line: a stack that somebody reports is readable.
    minifyWhitespace: true,
    minifySyntax: true,
    loader: {'.sql': 'text', '.md': 'text', '.yaml': 'text', '.yml': 'text'},
    banner: {
      js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
    },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [leftOut],
  })
  const folder = resolve(root, outdir)
  await rm(folder, {recursive: true, force: true})
  await mkdir(folder, {recursive: true})
  await writeFile(join(folder, 'index.js'), outputFiles[0].contents)
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({type: 'module'})}\n`)
  await writeFile(join(folder, 'LICENSES.txt'), licences(metafile))
}

/** Each text once, below the packages that it holds for; packages without a file of it by the name of their licence. */
function licences({outputs}) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs))
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []))
  const packages = new Map()
  for (const folder of folders) {
    const {name, version, license} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const text = licenceIn(join(root, folder)) ?? `Its package has no text of the licence ${license}.`
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`])
  }
  return [...packages]
    .map(([text, names]) => `${[...new Set(names)].sort().join('\n')}\n\n${text}\n`)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceIn(folder) {
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)([.-]|$)/i.test(name))
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAction(process.argv[2] ?? 'dist')
