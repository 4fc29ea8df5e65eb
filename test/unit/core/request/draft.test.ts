import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {replayOf, requestText, type RequestDraft} from '../../../../src/core/request/draft.ts'
import {newFileName} from '../../../../src/core/request/new-file-name.ts'
import {readRequest} from '../../../../src/core/request/read-request.ts'
import type {Slice} from '../../../../src/core/slice.ts'

const context = {today: '2026-11-24', addedSources: {meals: 'codes'}} as const

const draftOf = (slices: readonly Slice[], more: Partial<RequestDraft> = {}): RequestDraft => ({
  reason: 'March was emitted twice',
  ticket: null,
  notBefore: null,
  repeatOf: null,
  replay: replayOf(slices),
  ...more,
})

const read = (text: string) => readRequest(new TextEncoder().encode(text), 'new.yaml', context)

const march: Slice = {kind: 'months', dataSource: 'student_attendance', year: 2021, months: [3]}
const codes = ['03052315462389', '046789546783', '1e5', 'do_1', 'yes']

describe('the text of a request', () => {
  it('is what a reviewer reads easily', () => {
    const slices: Slice[] = [
      {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [11, 12]},
      {...march, months: [1, 3]},
      {kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-01', to: '2021-01-31'},
      {kind: 'semesters', dataSource: 'semester', academicYear: '2020-21', semesters: [1, 2]},
      {kind: 'codes', dataSource: 'periodic_assessment_test', codes: ['PAT010101012021', 'PAT010201012021']},
      {kind: 'codes', dataSource: 'diksha_tpd', codes},
      {kind: 'all', dataSource: 'udise'},
    ]

    const text = requestText(
      draftOf(slices, {
        reason: 'मार्च की उपस्थिति\n दो बार भेजी गई',
        ticket: '#12',
        notBefore: '2026-12-01T22:00+05:30',
        repeatOf: '20261101T163000Z-4f2a',
      }),
      '../schemas/replay-request.schema.json',
    )

    expect(text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../schemas/replay-request.schema.json
      reason: मार्च की उपस्थिति दो बार भेजी गई
      ticket: "#12"
      not_before: 2026-12-01T22:00+05:30
      repeat_of: 20261101T163000Z-4f2a
      replay:
        student_attendance:
          - {year: 2020, months: [11, 12]}
          - {year: 2021, months: [1, 3]}
        diksha_summary_rollup: {from_date: 2021-01-01, to_date: 2021-01-31}
        semester: {academic_year: 2020-21, semester: [1, 2]}
        periodic_assessment_test: {exam_code: [PAT010101012021, PAT010201012021]}
        diksha_tpd:
          batch_id:
            - "03052315462389"
            - "046789546783"
            - "1e5"
            - do_1
            - "yes"
        udise: {selection: "yes"}
      "
    `)
    expect(read(text).request?.slices).toEqual(slices)
  })

  it('asks for the same slices again, whatever they are and whatever the reason says', () => {
    const code = fc.stringMatching(/^[0-9A-Za-z_-]{1,64}$/)
    const several = fc.uniqueArray(code, {minLength: 1, maxLength: 12}).map((list) => list.toSorted())
    const reason = fc.string({minLength: 10, maxLength: 200, unit: 'binary'})
    fc.assert(
      fc.property(several, reason, (list, text) => {
        const slices: Slice[] = [march, {kind: 'codes', dataSource: 'diksha_tpd', codes: list}]

        const {request, problems} = read(requestText(draftOf(slices, {reason: text}), null))

        const wrong = problems.filter(({severity}) => severity === 'error')
        // Of a reason the reader refuses its length and characters that cannot be seen; nothing else.
        if (request !== null) expect(request.slices).toEqual(slices)
        else
          expect(wrong.map((problem) => problem.code)).toEqual([expect.stringMatching(/REASON|CHARACTER|HIDDEN|UTF/)])
      }),
    )
  })
})

describe('the name of a new file', () => {
  it.each<[string, readonly Slice[]]>([
    ['2026-11-24-student-attendance-2021-03.yaml', [march]],
    ['2026-11-24-student-attendance-2021-01-03.yaml', [{...march, months: [1, 3]}]],
    ['2026-11-24-student-attendance-2021-4-months.yaml', [{...march, months: [1, 2, 3, 4]}]],
    ['2026-11-24-student-attendance-2020-to-2021.yaml', [{...march, year: 2020}, march]],
    ['2026-11-24-crc-student-attendance-2021-03.yaml', [{...march, dataSource: 'crc'}, march]],
    ['2026-11-24-udise-student-attendance.yaml', [{kind: 'all', dataSource: 'udise'}, march]],
    ['2026-11-24-udise-full-refresh.yaml', [{kind: 'all', dataSource: 'udise'}]],
    ['2026-11-24-diksha-tpd-5-codes.yaml', [{kind: 'codes', dataSource: 'diksha_tpd', codes}]],
    ['2026-11-24-diksha-tpd-do_1.yaml', [{kind: 'codes', dataSource: 'diksha_tpd', codes: ['do_1']}]],
    [
      '2026-11-24-semester-every-year-semester-1-2.yaml',
      [{kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [1, 2]}],
    ],
    [
      '2026-11-24-diksha-summary-rollup-2021-01-01-to-2021-01-31.yaml',
      [{kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-01', to: '2021-01-31'}],
    ],
  ])('is %s', (name, slices) => {
    expect(newFileName(slices, '2026-11-24')).toBe(name)
  })

  it('is another one where it is taken', () => {
    expect(newFileName([march], '2026-11-24', 2)).toBe('2026-11-24-student-attendance-2021-03-2.yaml')
  })
})
