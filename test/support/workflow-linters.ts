import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {toolPath, type ToolName} from './test-tools.ts'

const actionlint = 'actionlint-1.7.12'
const zizmor = 'zizmor-1.32.0'
const checkJsonschema = 'check-jsonschema-0.39.0'

export const lacksLinters = (): boolean =>
  [toolPath(actionlint), toolPath(zizmor), toolPath(checkJsonschema)].includes(null)

/**
 * What actionlint, zizmor at its strictest, and the schemas of SchemaStore have against the workflows, and against an Action,
 * of a repository.
 * @returns `file:line rule: text`, of the schemas without a line
 */
export const workflowFindings = (directory: string): string[] => [
  ...actionlintFindings(directory),
  ...zizmorFindings(directory),
  ...schemaFindings(directory, 'github-workflows', workflowsOf(directory)),
  ...schemaFindings(directory, 'github-actions', existsSync(join(directory, 'action.yml')) ? ['action.yml'] : []),
]

const workflowsOf = (directory: string): string[] =>
  readdirSync(join(directory, '.github/workflows')).map((name) => `.github/workflows/${name}`)

/** @param opening of what it writes when it has judged */
function answer(tool: ToolName, args: readonly string[], directory: string, opening: '[' | '{'): unknown {
  const {stdout, stderr} = spawnSync(toolPath(tool) ?? '', args, {cwd: directory, encoding: 'utf8'})
  if (!stdout.startsWith(opening)) throw new Error(`${tool} did not judge: ${stderr}`)
  return JSON.parse(stdout)
}

interface ActionlintFinding {
  readonly kind: string
  readonly message: string
  readonly filepath: string
  readonly line: number
}

/** Without shellcheck, which some machines have and others have not. */
function actionlintFindings(directory: string): string[] {
  const args = ['-shellcheck=', '-pyflakes=', '-format', '{{json .}}', ...workflowsOf(directory)]
  return (answer(actionlint, args, directory, '[') as ActionlintFinding[]).map(
    ({filepath, line, kind, message}) => `${filepath}:${line} ${kind}: ${message}`,
  )
}

interface ZizmorFinding {
  readonly ident: string
  readonly desc: string
  readonly ignored: boolean
  readonly locations: readonly {
    readonly symbolic: {readonly key: {readonly Local: {readonly verbatim_path: string}}}
    readonly concrete: {readonly location: {readonly start_point: {readonly row: number}}}
  }[]
}

/** That there are such runners is no mistake: no other reaches a state's database. */
const isKnown = ({ident, ignored}: ZizmorFinding): boolean => ignored || ident === 'self-hosted-runner'

function zizmorFindings(directory: string): string[] {
  const args = ['--offline', '--no-config', '--persona', 'auditor', '--format', 'json', '.']
  const findings = answer(zizmor, args, directory, '[') as ZizmorFinding[]
  return findings
    .filter((finding) => !isKnown(finding))
    .map(({ident, desc, locations: [place]}) => {
      const path = place?.symbolic.key.Local.verbatim_path ?? ''
      return `${path}:${(place?.concrete.location.start_point.row ?? 0) + 1} ${ident}: ${desc}`
    })
}

interface SchemaAnswer {
  readonly errors: readonly {readonly filename: string; readonly path: string; readonly message: string}[]
  readonly parse_errors?: readonly {readonly filename: string; readonly message: string}[]
}

function schemaFindings(directory: string, schema: string, files: readonly string[]): string[] {
  if (files.length === 0) return []
  const args = ['-m', 'check_jsonschema', '-o', 'JSON', '--builtin-schema', `vendor.${schema}`, ...files]
  const {errors, parse_errors = []} = answer(checkJsonschema, args, directory, '{') as SchemaAnswer
  return [
    ...errors.map(({filename, path, message}) => `${filename} schema: ${path} ${message}`),
    ...parse_errors.map(({filename, message}) => `${filename} schema: ${message}`),
  ]
}
