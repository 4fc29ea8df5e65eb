import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {javaFor} from './nifi-home.ts'
import type {Exchange} from './nifi-recorder.ts'
import {toolPath} from './test-tools.ts'

/** The classes and the nipyapi that fit a NiFi best: of those before 1.28.1, NiFi's classes are in no registry. */
export const oraclesOf = (version: string) =>
  version.startsWith('1.')
    ? ({classes: '1.28.1', nipyapi: '0.22.0'} as const)
    : ({classes: '2.6.0', nipyapi: '1.8.1'} as const)

export type ClassesVersion = ReturnType<typeof oraclesOf>['classes']
export type NipyapiVersion = ReturnType<typeof oraclesOf>['nipyapi']

/** Whether NiFi's classes, or a Java that runs them, could not be had. */
export const lacksClasses = (version: ClassesVersion): boolean =>
  toolPath(`nifi-classes-${version}`) === null || javaFor(version) === undefined

export const lacksNipyapi = (version: NipyapiVersion): boolean => toolPath(`nipyapi-${version}`) === null

const run = promisify(execFile)
const script = (name: string): string => join(import.meta.dirname, 'oracles', name)

/** What NiFi's own classes find wrong in exchanges with it, without ids, each once; and how many bodies they read. */
export async function judgeByClasses(
  version: ClassesVersion,
  exchanges: readonly Exchange[],
): Promise<{readonly objections: readonly string[]; readonly read: number}> {
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-oracle-'))
  try {
    const file = join(folder, 'exchanges.json')
    writeFileSync(file, JSON.stringify(exchanges))
    const jars = join(dirname(toolPath(`nifi-classes-${version}`) ?? ''), '*')
    const {stdout} = await run(javaFor(version) ?? 'java', ['-cp', jars, script('NifiClasses.java'), file])
    const lines = stdout.trimEnd().split('\n').map(withoutIds)
    return {objections: [...new Set(lines.slice(0, -1))], read: Number.parseInt(lines.at(-1) ?? '')}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/**
 * @param group name of a group with the small flow and one FlowFile in its queue, which is changed
 * @returns what nipyapi saw
 * @throws {Error} with nipyapi's words when an answer was none that it takes for NiFi's
 */
export async function askByNipyapi(version: NipyapiVersion, address: string, group: string): Promise<unknown> {
  const python = toolPath(`nipyapi-${version}`) ?? ''
  const {stdout} = await run(python, [script('nipyapi_client.py'), address, group], {timeout: 60_000})
  return JSON.parse(stdout)
}

/** What the answers to each kind of request hold where, and of which type it is there. */
export function shapesOf(exchanges: readonly Exchange[]): ReadonlySet<string> {
  return new Set(
    exchanges.flatMap(({line, status, answer}) => {
      // Whether the start of a request tells its end already, or the next look, is a matter of luck.
      const kind = `${/[a-z-]+-requests/.exec(line)?.[0] ?? withoutIds(line)} answers`
      return [`${kind} ${status}`, ...(answer === null ? [] : shapes(`${kind} `, answer))]
    }),
  )
}

/** Their keys are names that somebody chose. */
const maps = new Set(['properties', 'attributes'])

function shapes(path: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return [`${path}: list`, ...value.flatMap((item) => shapes(`${path}[]`, item))]
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`]
  const isMap = maps.has(path.split('.').at(-1) ?? '')
  return Object.entries(value).flatMap(([key, part]) => shapes(`${path}.${isMap ? '*' : key}`, part))
}

const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
