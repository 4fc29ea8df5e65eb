import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {ratio, type Line} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const program = 'build/cli.js'
const file = 'replay-requests/examples/student_attendance.yaml'

const run = (args: readonly string[]) => (): Promise<number> =>
  timed(async () => {
    const {status} = spawnSync(process.execPath, args, {stdio: 'ignore'})
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${String(status)}.`)
  })

/** One file checked by a process of its own, as a Git hook or an editor does it. */
export async function measureValidate({starts}: Scale): Promise<readonly Line[]> {
  const what = '`validate` of one file : `node -e 0`'
  if (!existsSync(program)) return [{server: '', what, why: `there is no ${program}; \`npm run build\` makes it`}]
  const ms = await alternate(starts, {validate: run([program, 'validate', file]), node: run(['-e', '0'])})
  return [ratio('', what, {name: 'validate', ms: ms.validate}, {name: 'node', ms: ms.node}, {atMost: 2})]
}
