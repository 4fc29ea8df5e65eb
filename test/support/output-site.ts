import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {ServerName} from './database.ts'
import {createOperator, type Operator, type OperatorSettings} from './operator.ts'

/** An operator whose settings name an output store, and the store as cQube and its reports see it. */
export interface OutputSite extends Operator {
  /** Absolute path of the output directory. */
  readonly outputs: string
  /** Writes an object as cQube does; its text is its key unless one is given. */
  put(key: string, text?: string): void
  /** Text of each object by its key; what is hidden is none. */
  objects(): Readonly<Record<string, string>>
  /** Months of attendance or of visits, as `YYYY-MM`, each with two rows in the table that outputs are made from. */
  loadMonths(table: string, months: readonly string[]): Promise<void>
  loadExams(exams: readonly Exam[]): Promise<void>
}

export interface Exam {
  readonly prefix: 'periodic' | 'semester'
  readonly code: string
  readonly academicYear: string
  /** YYYY-MM-DD */
  readonly date: string
  readonly semester?: number
}

export function filesBelow(directory: string): readonly string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort()
}

export function putObject(directory: string, key: string, text: string): void {
  const path = join(directory, key)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
}

export async function createOutputSite(server: ServerName, settings: OperatorSettings = {}): Promise<OutputSite> {
  const operator = await createOperator(server, {
    content: 'tables',
    settings: {limits: {table_share: 1}, outputs: {directory: '../outputs'}, ...settings},
  })
  const outputs = join(operator.git.root, 'outputs')
  const {database} = operator
  let ids = 0
  return {
    ...operator,
    outputs,
    put: (key, text = key) => {
      putObject(outputs, key, text)
    },
    objects: () =>
      Object.fromEntries(filesBelow(outputs).map((key) => [key, readFileSync(join(outputs, key), 'utf8')])),
    loadMonths: async (table, months) => {
      await database.query(
        `insert into ${table} (school_id, year, month)
           select s, split_part(m, '-', 1)::int, split_part(m, '-', 2)::int from unnest($1::text[]) m, generate_series(1, 2) s`,
        [months],
      )
    },
    loadExams: async (exams) => {
      for (const {prefix, code, academicYear, date, semester} of exams) {
        const id = (ids += 1)
        const [column, value] = prefix === 'semester' ? [', semester', `, ${semester ?? 1}`] : ['', '']
        await database.query(
          `insert into ${prefix}_exam_mst (exam_id, exam_code, exam_date, assessment_year${column})
             values ($1, $2, $3, $4${value})`,
          [id, code, date, academicYear],
        )
        for (const [table, more, values] of [
          ['school_result', column, value],
          ['school_qst_result', ', question_id', ', 1'],
        ] as const) {
          await database.query(
            `insert into ${prefix}_exam_${table} (school_id, exam_code, exam_date, academic_year${more})
               select s, $1, $2, $3${values} from generate_series(1, 2) s`,
            [code, date, academicYear],
          )
        }
      }
    },
  }
}
