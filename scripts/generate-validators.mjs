// Compiles schemas/*.schema.json to plain functions: ajv at start would cost more than the whole check of a file.
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import Ajv2020 from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import {build} from 'esbuild'

const outDirectory = 'src/core/generated'

/** replay-request.schema.json → validateReplayRequest */
const exportName = (file) =>
  'validate' + file.replace('.schema.json', '').replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())

export async function generateValidators() {
  const files = (await readdir('schemas')).filter((file) => file.endsWith('.schema.json')).sort()
  const ajv = new Ajv2020.default({
    strict: true,
    allErrors: true,
    ownProperties: true,
    verbose: false,
    code: {source: true, esm: true},
  })
  addFormats.default(ajv, {mode: 'full'})
  const exports = {}
  for (const file of files) {
    const schema = JSON.parse(await readFile(`schemas/${file}`, 'utf8'))
    ajv.addSchema(schema)
    exports[exportName(file)] = schema.$id
  }
  const {outputFiles} = await build({
    stdin: {contents: standalone.default(ajv, exports), resolveDir: process.cwd(), loader: 'js'},
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    write: false,
  })
  await mkdir(outDirectory, {recursive: true})
  await writeFile(`${outDirectory}/validators.js`, outputFiles[0].text)
  const types = Object.keys(exports).map((name) => `export const ${name}: Validator`)
  await writeFile(`${outDirectory}/validators.d.ts`, `${declarations}${types.join('\n')}\n`)
}

const declarations = `export interface SchemaError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}
export interface Validator {
  (data: unknown): boolean
  errors?: readonly SchemaError[] | null
}
`

if (process.argv[1]?.endsWith('generate-validators.mjs')) await generateValidators()
