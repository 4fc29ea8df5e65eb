import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {preparedText} from '../../../src/cli/new-text.ts'
import {askRequest} from '../../../src/commands/new/ask-request.ts'
import {writeRequest} from '../../../src/commands/new/write-request.ts'
import {readSettingsFile, requireSettings} from '../../../src/commands/settings-file.ts'
import {openWorkTree} from '../../../src/compose.ts'
import {openNewFiles, openPlanningAndOptions} from '../../../src/compose-choose.ts'
import type {RequestFlags} from '../../../src/core/request/draft-from-flags.ts'
import {scriptedQuestions, type Answer} from '../../fakes/questions.ts'
import {isMissing} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'

const runOf = async (operator: Operator, month: string): Promise<string> => {
  operator.request({[`run-${month}.json`]: requestText({student_attendance: {year: '2021', months: [month]}})})
  const {runId} = onlyRun(await operator.run())
  await operator.database.query(`insert into student_attendance_staging_1 (year, month) values (2021, ${month})`)
  return runId
}

/** The words that most scripts end with. */
const words: readonly Answer[] = [
  ['What was wrong', 'It was emitted twice'],
  ['Ticket', ''],
  ['Not before', ''],
]

describe.skipIf(isMissing('pg18'))('a request that a person is asked for', () => {
  let operator: Operator
  let march: string
  beforeAll(async () => {
    operator = await createOperator('pg18', {settings: {limits: {full_refresh: ['udise']}}})
    march = await runOf(operator, '03')
  })
  afterAll(() => operator.remove())

  async function ask(script: readonly Answer[], flags: RequestFlags = {}) {
    const surroundings = operator.surroundings()
    const workTree = await openWorkTree(surroundings.root)
    const settings = requireSettings(await readSettingsFile(workTree))
    const {planning, held, close} = await openPlanningAndOptions(surroundings, settings)
    const questions = scriptedQuestions(script)
    const world = {
      workTree,
      files: openNewFiles(workTree.root),
      settings,
      log: surroundings.log,
      now: new Date(),
      planning,
    }
    try {
      const present = (prepared: Parameters<typeof preparedText>[0]) => preparedText(prepared, settings)
      const prepared = await askRequest({...world, questions, held, present}, flags, null)
      const {path} = await writeRequest(world, prepared)
      return {path, text: readFileSync(join(operator.git.checkout, path), 'utf8'), seen: questions.seen}
    } catch (error) {
      return {path: null, text: null, seen: questions.seen, error}
    } finally {
      await close()
    }
  }

  it('chooses months of several years and codes among what the database holds, and sees the plan first', async () => {
    const {text, seen} = await ask([
      ['Which data', ['student_attendance', 'periodic_assessment_test']],
      ['student_attendance: which years?', ['2020', '2021']],
      ['student_attendance: which months of 2021?', ['January', 'February']],
      ['student_attendance: which months of 2020?', ['December']],
      ['periodic_assessment_test: which of 12 codes?', ['pat0102', 'PAT010201012021']],
      ['periodic_assessment_test: which of 12 codes, 1 chosen?', ['', 'Enough: PAT010201012021']],
      ...words,
      ['What now?', 'Write the file'],
    ])

    expect(text?.replace(/planned_at: .*/, 'planned_at: <time>')).toMatchInlineSnapshot(`
      "reason: It was emitted twice
      replay:
        student_attendance:
          - {year: 2020, months: [12]}
          - {year: 2021, months: [1, 2]}
        periodic_assessment_test: {exam_code: [PAT010201012021]}
      expect:
        planned_at: <time>
        ledger: a1b2c3d4
        rows:
          student_attendance: 1623
          periodic_assessment_test: 1804
      "
    `)
    expect(seen.join('\n')).toContain(`- March 2021 (only in student_attendance_staging_1; deleted by run ${march})`)
    expect(seen.at(-6)).toMatch(/^A run would delete /)
  })

  it('is asked whether to repeat a deletion, and told what that run deleted', async () => {
    const {text, seen} = await ask(
      [
        ['student_attendance: which years?', ['2021']],
        ['student_attendance: which months', ['March']],
        ...words,
        [`Delete it again? (repeat_of: ${march})`, true],
        ['What now?', 'Write the file'],
      ],
      {source: ['student_attendance']},
    )

    expect(text).toContain(`repeat_of: ${march}\n`)
    expect(seen).toContain(
      `Run ${march} deleted student_attendance March 2021. Only what was loaded since then is there now.\n`,
    )
  })

  it('goes back to choose other data where a deletion is not to be repeated', async () => {
    const {text} = await ask([
      ['Which data', ['student_attendance']],
      ['student_attendance: which years?', ['2021']],
      ['student_attendance: which months', ['March', 'April']],
      ...words,
      ['Delete it again?', false],
      ['What now?', 'Choose other data'],
      ['Which data', ['student_attendance']],
      ['student_attendance: which years?', ['2021']],
      ['student_attendance: which months', ['April']],
      ['What now?', 'Change the reason'],
      ['What was wrong', 'Only April was wrong'],
      ['Ticket', 'CQB-7'],
      ['Not before', ''],
      ['What now?', 'Write the file'],
    ])

    expect(text).toContain('reason: Only April was wrong\nticket: CQB-7\nreplay:\n')
    expect(text).toContain('student_attendance: {year: 2021, months: [4]}')
  })

  it('takes a pasted list of codes, and says how many of them are not there', async () => {
    const codes = ['03052315462389', '046789546783', 'nowhere']
    const {text, seen} = await ask([
      ['Which data', ['diksha_tpd']],
      ['diksha_tpd: which of 12 codes?', [codes.join(', '), 'Take these 2 codes']],
      ['diksha_tpd: which of 12 codes, 2 chosen?', ['', 'Enough']],
      ...words,
      ['What now?', 'Write the file'],
    ])

    expect(seen).toContain('- Take these 2 codes; 1 more are not in the database')
    expect(text).toContain('diksha_tpd: {batch_id: ["03052315462389", "046789546783"]}')
  })

  it('chooses days and semesters, and a full refresh only where the settings allow it', async () => {
    const {text, seen} = await ask([
      ['Which data', ['diksha_summary_rollup', 'semester', 'udise']],
      ['diksha_summary_rollup: first day', '2021-02-30'],
      ['diksha_summary_rollup: first day', '2021-01-04'],
      ['diksha_summary_rollup: last day', '2021-01-03'],
      ['diksha_summary_rollup: last day', '2021-01-17'],
      ['semester: which academic year?', '2020-21'],
      ['semester: which semesters of 2020-21?', ['1']],
      ['udise: delete every row of its 33 tables?', true],
      ...words,
      ['What now?', 'Write the file'],
    ])

    expect(text).toContain('diksha_summary_rollup: {from_date: 2021-01-04, to_date: 2021-01-17}\n')
    expect(text).toContain('semester: {academic_year: 2020-21, semester: [1]}\n')
    expect(text).toContain('udise: {selection: "yes"}\n')
    expect(seen).toContain('- static, full refresh: every row [limits.full_refresh does not allow it]')
    expect(seen).toContain('It lies before the first day, 2021-01-04.')
  })

  it('is asked again while nothing is chosen, and for a reason that reviewers can use', async () => {
    const {seen, text} = await ask([
      ['Which data', []],
      ['Which data', ['crc']],
      ['crc: which years?', []],
      ['Which data', ['crc']],
      ['crc: which years?', ['2021']],
      ['crc: which months', ['May']],
      ['What was wrong', 'short'],
      ...words,
      ['What now?', 'Write the file'],
    ])

    expect(seen.filter((line) => line === 'Nothing is chosen yet.\n')).toHaveLength(2)
    expect(seen.join('\n')).toContain('"short" has 5 characters; it needs 10 to 500.')
    expect(text).toContain('crc: {year: 2021, months: [5]}')
  })

  it.each<[string, readonly Answer[]]>([
    ['at the first question', []],
    [
      'before the reason',
      [
        ['Which data', ['crc']],
        ['crc: which years?', ['2021']],
        ['crc: which months', ['April']],
      ],
    ],
    [
      'after the plan',
      [
        ['Which data', ['crc']],
        ['crc: which years?', ['2021']],
        ['crc: which months', ['April']],
        ...words,
        ['What now?', 'Leave'],
      ],
    ],
  ])('leaves no trace when the person leaves %s', async (_, script) => {
    const before = operator.git.git(['status', '--porcelain', '--untracked-files=all'], operator.git.checkout)

    const {path, error} = await ask(script)

    expect(path).toBeNull()
    expect(error).toMatchObject({code: 'CANCELLED'})
    expect(operator.git.git(['status', '--porcelain', '--untracked-files=all'], operator.git.checkout)).toBe(before)
  })
})
