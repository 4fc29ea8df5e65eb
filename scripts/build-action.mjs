// Builds the Action: one file with everything in it, and the licences of what is in it. The same bytes from the same
// lockfile, wherever the checkout lies.
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {isBuiltin} from 'node:module'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {licencesOf} from './licences.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The toolkit needs the first two for OIDC tokens and for the name of the system, which the Action asks for neither: 550 KB.
 * The third colours what `debug` writes where a package of ours happens to bring it along, which depends on who installed.
 */
const unused = /^(@actions\/http-client(\/.*)?|@actions\/exec|supports-color)$/

const leftOut = {
  name: 'left-out',
  setup: ({onResolve, onLoad}) => {
    onResolve({filter: unused}, ({path}) => ({path, namespace: 'left-out'}))
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

/**
 * In a module, an import of Node.js itself is done at the start, wherever it stands: `http` alone takes 15 ms, and only
 * commands that speak to somebody need it. What is required is loaded when the code that needs it is.
 */
const builtInWhenNeeded = {
  name: 'built-in-when-needed',
  setup: ({onResolve, onLoad}) => {
    onResolve({filter: /./}, ({path, kind}) =>
      kind === 'import-statement' && isBuiltin(path) ? {path, namespace: 'built-in'} : undefined,
    )
    onLoad({filter: /./, namespace: 'built-in'}, ({path}) => ({contents: `module.exports = require('${path}')`}))
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
    plugins: [leftOut, builtInWhenNeeded],
  })
  const bundled = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  // The validators were bundled before, and name what they are made of.
  const validators = outputFiles[0].text.match(/(?<=")node_modules\/ajv(-formats)?\/[^"]+/g)
  const folder = resolve(root, outdir)
  await rm(folder, {recursive: true, force: true})
  await mkdir(folder, {recursive: true})
  await writeFile(join(folder, 'index.js'), outputFiles[0].contents)
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({type: 'module'})}\n`)
  await writeFile(join(folder, 'LICENSES.txt'), licencesOf(root, [...bundled, ...validators]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAction(process.argv[2] ?? 'dist')
