import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Database} from '../src/adapters/postgres/connection.ts'
import type {BenchServer} from './database.ts'
import type {Line} from './figures.ts'
import {alternate, timed} from './measure.ts'
import type {Scale} from './scale.ts'

const program = resolve('build/cli.js')
const codes = 100_000

/** Exams of a hundred thousand codes: 3 million answers, 1 million results of schools, and a file that is being loaded. */
const rows: readonly string[] = [
  `insert into periodic_exam_mst (exam_id, assessment_year, exam_code)
     select c, '2020-21', 'PAT' || lpad((c % 12)::text, 2, '0') || lpad((c / 12 % 10)::text, 2, '0')
       || to_char(date '2019-06-01' + c / 120, 'DDMMYYYY') from generate_series(1, ${codes}) c;`,
  `insert into periodic_exam_result_trans (exam_id, exam_code, student_uid, question_id)
     select exam_id, exam_code, s, q from periodic_exam_mst, generate_series(1, 6) s, generate_series(1, 5) q;`,
  `insert into periodic_exam_school_result (academic_year, exam_code, school_id, school_name)
     select assessment_year, exam_code, s, 'Government Primary School ' || s from periodic_exam_mst, generate_series(1, 10) s;`,
  `insert into periodic_exam_result_staging_1 (exam_id, exam_code, student_uid, question_id)
     select exam_id, exam_code, 1, q from periodic_exam_mst, generate_series(1, 3) q;`,
]

/** The whole process, from its start to its end, that lists a hundred thousand exam codes. */
export async function measureOptions(server: BenchServer, {repetitions}: Scale): Promise<readonly Line[]> {
  const what = '`options` of 100,000 codes, the whole process'
  if (!existsSync(program)) {
    return [{server: server.title, what, why: `there is no ${program}; \`npm run build\` makes it`}]
  }
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-'))
  const template = await server.template(rows)
  try {
    return await template.onCopy(async (database) => {
      const environment = {...process.env, DATABASE_URL: await addressOf(database)}
      const list = () => timed(() => lists(folder, environment))
      await list()
      const ms = await alternate(repetitions, {list})
      const times = [{name: 'process', ms: ms.list}]
      return [{server: server.title, what, times, value: ms.list, unit: 'ms' as const, target: {atMost: 1000}}]
    })
  } finally {
    await template.drop()
    rmSync(folder, {recursive: true, force: true})
  }
}

async function addressOf(database: Database): Promise<string> {
  const [row] = await database.query(
    'select current_user as role, host(inet_server_addr()) as host, inet_server_port() as port, current_database() as name',
  )
  return `postgresql://${String(row?.['role'])}@${String(row?.['host'])}:${String(row?.['port'])}/${String(row?.['name'])}`
}

/** Not awaited by blocking this process: the server's messages would wait for it. */
const lists = (folder: string, environment: NodeJS.ProcessEnv): Promise<void> =>
  new Promise((done, failed) => {
    const words = [program, 'options', 'periodic_assessment_test']
    const child = spawn(process.execPath, words, {cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'ignore']})
    let lines = 0
    child.stdout.on('data', (chunk: Buffer) => (lines += chunk.filter((byte) => byte === 10).length))
    child.on('error', failed)
    child.on('close', () => {
      if (lines > codes) done()
      else failed(new Error(`It listed ${lines} lines.`))
    })
  })
