import {existsSync, readFileSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {exitCodes} from '../../src/core/error-catalogue.ts'
import {ingestionPoints} from '../../src/core/run/run-points.ts'
import {attendanceKey} from '../../src/core/ingestion/output-objects.ts'
import {academicYearOf} from '../../src/core/ingestion/academic-year.ts'
import {servers} from '../support/database.ts'
import {attendanceCsv, emit} from '../support/incoming.ts'
import {createOperator, type Operator} from '../support/operator.ts'
import {seedsPerPoint} from './figures.ts'
import {seeded} from './random.ts'
import type {Halt} from './runner.ts'
import {buildRunner, startRunner, stopping} from './runner-process.ts'

const lines = 4000

/** A file a month from June 2021 on: one that was loaded freezes its days. */
const monthOf = (trial: number) => ({year: 2021 + Math.floor((trial + 5) / 12), month: ((trial + 5) % 12) + 1})

const deaths: readonly Halt[] = ingestionPoints.flatMap((point, at) =>
  Array.from({length: Math.min(seedsPerPoint, 4)}, (_, index) => {
    const random = seeded(at * 100 + index)
    // Every second one in the middle of what comes after the point.
    return {
      point,
      nth: 1,
      signal: 'SIGKILL',
      afterMs: index % 2 === 0 ? 0 : 1 + Math.floor(random() * 60),
      withChildren: false,
    }
  }),
)

describe.each(servers)('a runner that is killed while it loads a file, on $name', ({name}) => {
  let site: Operator
  let program: string
  beforeAll(async () => {
    program = await buildRunner(`ingestion-${name}`)
    site = await createOperator(name, {settings: {ingestion: {embedded: true}, outputs: {directory: '../outputs'}}})
  })
  afterAll(() => site.remove())

  async function die(halt: Halt): Promise<boolean> {
    const {root, environment} = site.surroundings()
    const result = await startRunner(program, root, environment as Record<string, string>, halt).ended
    // The server ends a dead client's transaction by itself; until then its locks stand.
    for (;;) {
      const [busy] = await site.database.query(
        `select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
      )
      if (Number(busy?.['n']) === 0) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await site.database.query(`update cqube_replay.lease set expires_at = '-infinity'`)
    return result === null
  }

  const stateOf = async (year: number, month: number): Promise<unknown> => {
    const [row] = await site.database.query(
      `select (select count(*) from student_attendance_trans where year = $1 and month = $2) as rows,
         (select sum(students_count)::int8 from school_student_total_attendance where year = $1 and month = $2) as students,
         (select count(*) from cqube_replay.loaded_slice where slice_key = $3) as loads,
         (select count(*) from cqube_replay.loaded_file where outputs_at is null) as due`,
      [year, month, `${year}-${String(month).padStart(2, '0')}`],
    )
    return row
  }

  function emitMonth(trial: number) {
    const {year, month} = monthOf(trial)
    const key = `student_attendance/student_attendance_${20_260_701_000_000 + trial}.csv`
    const line = {year: academicYearOf(year, month), month}
    const pupils = Array.from({length: lines}, (_, n) => ({
      id: n + 1,
      student: n + 1,
      school: 28_000_001 + (n % 60),
      ...line,
    }))
    emit(site.emission, key, attendanceCsv(pupils))
    utimesSync(join(site.emission, key), 1_000_000, 1_000_000)
    return {year, month}
  }

  it(`loads nothing or all, and the next pass the rest, ${deaths.length} deaths`, async () => {
    let killed = 0
    for (const [trial, halt] of deaths.entries()) {
      const {year, month} = emitMonth(trial)

      killed += (await die(halt)) ? 1 : 0
      const between = await stateOf(year, month)
      const pass = await site.run()

      expect([0, lines], JSON.stringify({halt, between})).toContain((between as {rows: number}).rows)
      expect(pass.exitCode).toBe(0)
      expect(await stateOf(year, month), JSON.stringify(halt)).toEqual({rows: lines, students: lines, loads: 1, due: 0})
      const object = join(site.emission, '../outputs', attendanceKey(year, month, 'school'))
      expect(existsSync(object)).toBe(true)
      expect(readFileSync(object, 'utf8')).toContain(`"allSchoolsFooter":{"students":${lines},"schools":60}`)
    }
    expect(killed).toBeGreaterThan(deaths.length * 0.6)
  })

  it('holds nobody up while it is stopped in the middle of a file, and loads nothing when it wakes late', async () => {
    const {year, month} = emitMonth(deaths.length)
    const {root, environment} = site.surroundings()
    const halt: Halt = {point: 'file-copied', nth: 1, signal: 'SIGSTOP', afterMs: 0, withChildren: false}
    const stopped = startRunner(program, root, environment as Record<string, string>, halt)
    await stopped.printed(stopping)
    await site.database.query(`update cqube_replay.lease set expires_at = '-infinity'`)

    const pass = await site.run()
    const loaded = await stateOf(year, month)
    stopped.signal('SIGCONT')
    const late = await stopped.ended

    expect(pass.exitCode).toBe(0)
    expect(loaded).toEqual({rows: lines, students: lines, loads: 1, due: 0})
    expect(late?.exitCode).toBe(exitCodes.otherRunner)
    expect(await stateOf(year, month)).toEqual(loaded)
  })
})
