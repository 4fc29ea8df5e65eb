import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {isMissing, servers} from '../../support/database.ts'
import {createOperator, onlyRun, type Operator} from '../../support/operator.ts'
import {callProgram} from '../../support/program-call.ts'

const march = ['new', '--source', 'student_attendance', '--year', '2021', '--month', '3']
const reason = ['--reason', 'मार्च was emitted twice by three districts']

/** Everything below the requests directory, hidden files, too. */
const filesOf = ({git}: Operator): string[] => {
  const folder = join(git.checkout, 'replay-requests')
  return existsSync(folder) ? readdirSync(folder, {recursive: true}).map(String).sort() : []
}
const textOf = ({git}: Operator, path: string): string => readFileSync(join(git.checkout, path), 'utf8')

/** Commits what was written to the protected branch, as a merged pull request would. */
const merge = (operator: Operator, path: string): void => {
  operator.request({[path.replace('replay-requests/', '')]: textOf(operator, path)})
}

const settled = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d ?\+\d\d:\d\d/g, '<time>')
    .replaceAll(/\b20\d\d-\d\d-\d\d-(?=student|diksha)/g, '<today>-')
    // By the pages of the tables, which a vacuum between two tests may change.
    .replaceAll(/archive about \d+ kB/g, 'archive about <size>')

interface Written {
  readonly path: string
  readonly repeatOf: string | null
  readonly plan: {readonly totals: {readonly rows: number}}
}

async function written(operator: Operator, ...words: readonly string[]): Promise<Written> {
  const {exitCode, stdout, stderr} = await callProgram(operator, [...words, '--json'])
  if (exitCode !== 0) throw new Error(`It ended with ${String(exitCode)}: ${stderr}`)
  return JSON.parse(stdout) as Written
}

describe.each(servers)('a request by flags on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name, {settings: {require_expect: true}})
  })
  afterEach(() => operator.remove())

  it('is written with its row contract, and a run deletes exactly what it says', async () => {
    const {path, plan} = await written(operator, ...march, ...reason)
    const valid = await callProgram(operator, ['validate'])
    merge(operator, path)

    const {deletions} = onlyRun(await operator.run())

    expect(valid.stdout).toContain('no problems')
    expect(textOf(operator, path)).toContain(`student_attendance: ${plan.totals.rows}\n`)
    expect(
      deletions.map(({state, tables}) => [state, tables.reduce((sum, {deleted}) => sum + (deleted ?? 0), 0)]),
    ).toEqual([['DONE', plan.totals.rows]])
  })

  it('is left out by the run when rows arrived after it was written', async () => {
    const {path} = await written(operator, ...march, ...reason)
    await operator.database.query('insert into student_attendance_staging_1 (year, month) values (2021, 3)')
    merge(operator, path)

    const {plan} = await operator.run()

    expect(plan?.leftOut.map(({reason: why}) => why)).toEqual(['ROWS_CHANGED_SINCE_PLAN'])
    expect(await operator.database.query('select from cqube_replay.fence')).toEqual([])
  })

  it('names the run that it repeats, once somebody says so, and is refused before', async () => {
    const first = await written(operator, ...march, ...reason)
    merge(operator, first.path)
    const {runId} = onlyRun(await operator.run())
    await operator.database.query('insert into student_attendance_staging_1 (year, month) values (2021, 3)')
    const before = filesOf(operator)

    const refused = await callProgram(operator, [...march, '4', ...reason])
    const afterRefusal = filesOf(operator)
    const again = await written(operator, ...march, '4', ...reason, '--repeat-of', runId)
    merge(operator, again.path)
    await operator.run()

    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain(`Nothing was written. Run ${runId} deleted student_attendance March 2021.`)
    expect(refused.stderr).toContain(`give --repeat-of ${runId}.`)
    expect(afterRefusal).toEqual(before)
    expect(textOf(operator, again.path)).toContain(`repeat_of: ${runId}\n`)
    expect(
      await operator.database.query('select from student_attendance_staging_1 where year = 2021 and month = 3'),
    ).toEqual([])
  })
})

describe.skipIf(isMissing('pg18'))('the file of a request by flags', () => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator('pg18', {settings: {require_expect: true}})
  })
  afterEach(() => operator.remove())

  it('is shown as its plan, with what to do next', async () => {
    const {exitCode, stdout} = await callProgram(operator, [
      ...march,
      ...reason,
      '--not-before',
      '2099-12-01T22:00+05:30',
    ])

    expect(settled(stdout)).toMatchInlineSnapshot(`
      "A run would delete 541 rows for 1 request.
      Counted <time> in the database of ledger a1b2c3d4.

      replay-requests/<today>-student-attendance-2021-03.yaml
        मार्च was emitted twice by three districts
        student_attendance: March 2021

        Delete  Table                            Share of the table
             1  student_attendance_meta          4.17 % of 24
           480  student_attendance_trans         4.17 % of 11,520
            60  school_student_total_attendance  4.17 % of 1,440
           541  in all
        No such rows in student_attendance_staging_1, student_attendance_staging_2,
        student_attendance_temp.

        Row contract: holds.

      In all, each row once: 541 rows in 1 deletion, about 1 second, archive about <size>.

      A run would emit:
        cqube_replay/<run id>_01.json
          {"run_id":"<run id>","document":1,"format_version":1,"student_attendance":{"year":"2021","months":["03"]}}

      Written: replay-requests/<today>-student-attendance-2021-03.yaml
      No run takes it before <time>.

      Next:
        git switch --create <today>-student-attendance-2021-03
        git add -- replay-requests/<today>-student-attendance-2021-03.yaml
        git commit --message 'Replay student_attendance March 2021'
        git push --set-upstream origin HEAD
        and open a pull request to branch main. Nothing is deleted before it is merged and the next run
        takes it.
      "
    `)
    expect(exitCode).toBe(0)
  })

  it('has its row contract although it has to wait', async () => {
    const {path} = await written(operator, ...march, ...reason, '--not-before', '2099-12-01T22:00+05:30')

    expect(settled(textOf(operator, path))).toMatchInlineSnapshot(`
      "reason: मार्च was emitted twice by three districts
      not_before: 2099-12-01T22:00+05:30
      replay:
        student_attendance: {year: 2021, months: [3]}
      expect:
        planned_at: <time>
        ledger: a1b2c3d4
        rows:
          student_attendance: 541
      "
    `)
  })

  it('is never put in the place of another one', async () => {
    const {path} = await written(operator, ...march, ...reason)
    const before = textOf(operator, path)

    const same = await callProgram(operator, [...march, '--reason', 'Another reason for the same'])
    const taken = await callProgram(operator, [...march, '4', ...reason, '--output', path])
    const other = await written(operator, ...march, '--semester', '1', '--source', 'semester', ...reason)

    expect([same.exitCode, taken.exitCode]).toEqual([1, 1])
    expect(same.stderr).toContain(`REQUEST_EXISTS: ${path} asks for exactly this; no second file was written.`)
    expect(taken.stderr).toContain(`REQUEST_EXISTS: ${path} is there already; it was not touched.`)
    expect(other.path).not.toBe(path)
    expect(textOf(operator, path)).toBe(before)
  })

  it('is told of another file that asks for some of the same', async () => {
    const {path} = await written(operator, ...march, ...reason)

    const {stdout} = await callProgram(operator, [...march, '4', ...reason])

    expect(stdout).toContain('REQUESTS_OVERLAP (warning)')
    expect(stdout).toContain(`is also selected by "${path}"`)
  })

  it('is not written through a link that leads out of the checkout, and nothing is left there', async () => {
    const outside = join(operator.git.root, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(operator.git.checkout, 'replay-requests'))

    const {exitCode, stderr} = await callProgram(operator, [...march, ...reason])

    expect(stderr).toContain('FILE_UNREADABLE')
    expect(exitCode).toBe(1)
    expect(readdirSync(outside)).toEqual([])
  })

  it('is not written where something else has the name of its folder', async () => {
    writeFileSync(join(operator.git.checkout, 'replay-requests'), 'not a folder')

    const {exitCode, stderr} = await callProgram(operator, [...march, ...reason])

    expect(stderr).toContain('the file was not written')
    expect(exitCode).toBe(1)
    expect(textOf(operator, 'replay-requests')).toBe('not a folder')
  })
})

describe.skipIf(isMissing('pg18'))('a request that would do no good', () => {
  let operator: Operator
  beforeAll(async () => {
    operator = await createOperator('pg18', {settings: {require_expect: true}})
  })
  afterAll(() => operator.remove())

  it.each([
    [['new'], 1, 'Missing: --source, --reason.'],
    [[...march, '--reason', 'short'], 1, 'REASON_LENGTH'],
    [[...march.slice(0, -1), '13', ...reason], 1, '"13" is not a month'],
    [[...march, ...reason, '--output', 'elsewhere/x.yaml'], 1, 'no run would read'],
    [[...march, ...reason, '--output', 'replay-requests/examples/x.yaml'], 1, 'no run would read'],
    [[...march, ...reason, '--output', 'replay-requests/x.json'], 1, 'no run would read'],
    [[...march, ...reason, '--repeat-of', '20261101T163000Z-4f2a'], 2, 'REPEAT_OF_UNKNOWN'],
    [['new', '--source', 'static', '--all', ...reason], 2, 'FULL_REFRESH_NOT_ALLOWED'],
    [['new', '--source', 'diksha_tpd', '--batch-id', 'nowhere', ...reason], 2, 'NOTHING_TO_DELETE'],
  ])('is not written for %j', async (words, expectedCode, text) => {
    const {exitCode, stdout, stderr} = await callProgram(operator, words)

    expect(stdout + stderr).toContain(text)
    expect(stdout + stderr).toContain('Nothing was written')
    expect(exitCode).toBe(expectedCode)
    expect(filesOf(operator)).toEqual([])
  })
})

describe.skipIf(isMissing('pg18'))('a request without a database', () => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator('pg18', {settings: {require_expect: true}})
  })
  afterEach(() => operator.remove())

  const gone = {DATABASE_URL: 'postgresql://cqube:hunter2@127.0.0.1:1/cqube'}

  it('is not written, and what needs the database is named', async () => {
    const {exitCode, stderr} = await callProgram(operator, [...march, ...reason], gone)

    expect(stderr).toMatchInlineSnapshot(`
      "DATABASE_UNREACHABLE: The database cannot be reached (ECONNREFUSED). What can be chosen and the row contract \`expect\` come from it, so nothing was written. With \`--offline\` and all flags a file without \`expect\` is written.
      Fix: Check PGHOST, PGPORT, PGUSER, PGDATABASE or DATABASE_URL and that the server runs; then run again.
      "
    `)
    expect(exitCode).toBe(3)
    expect(filesOf(operator)).toEqual([])
  })

  it('is written without a row contract when that is asked for', async () => {
    const {exitCode, stdout} = await callProgram(operator, [...march, ...reason, '--offline'], gone)
    const [name = ''] = filesOf(operator)
    const planned = await callProgram(operator, ['plan', '--write', `replay-requests/${name}`])

    expect(stdout).toContain('It has no row contract, so a run would refuse it.')
    expect(exitCode).toBe(0)
    expect(planned.stdout).toContain('Row contract: written now')
  })
})
