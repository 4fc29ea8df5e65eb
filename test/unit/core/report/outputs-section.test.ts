import {describe, expect, it} from 'vitest'
import {outputRecord, type OutputRecord} from '../../../../src/core/outputs/output-record.ts'
import {page} from '../../../../src/core/report/markdown.ts'
import {outputsSection} from '../../../../src/core/report/outputs-section.ts'

const dataSource = 'student_attendance'
const archive = 'cqube_replay_archive/20261124T163000Z-4f2a'
const archived = (name: string): OutputRecord =>
  outputRecord({
    kind: 'object',
    name,
    dataSource,
    period: 'March 2021',
    action: 'archived',
    movedTo: `${archive}/${name}`,
  })

const some: readonly OutputRecord[] = [
  archived('attendance/2020-21/3/block.json'),
  archived('attendance/2020-21/3/district.json'),
  outputRecord({
    kind: 'object',
    name: 'attendance/2020-21/3/school.json',
    dataSource,
    period: 'March 2021',
    action: 'failed',
    detail: 'Two objects of this name hold different bytes.',
  }),
  outputRecord({
    kind: 'object',
    name: 'attendance/trend_line_chart/state_2020-21.json',
    dataSource,
    period: '2020-21',
    action: 'stale',
  }),
  outputRecord({kind: 'option file', name: 'data_replay/stud_att_meta.json', action: 'written'}),
  outputRecord({kind: 'spanning', name: 'attendance/overall/cluster/', dataSource, action: 'stale', objects: 1200}),
  outputRecord({kind: 'view', name: 'student_attendance_agg_overall', dataSource, action: 'refreshed'}),
]

describe('the outputs of a report', () => {
  it('are counted, and each is named with what became of it, what failed first', () => {
    expect(page(outputsSection(some))).toMatchInlineSnapshot(`
      "- Failed: 1; the table says why.
      - Archived: 2 objects of periods that have no row any more, each with its key below \`cqube_replay_archive/20261124T163000Z-4f2a/\`.
      - Stale until files are loaded: 1 object of periods that still have rows.
      - Stale until files are loaded: 1,200 objects of more than one period.
      - Option files of the replay page: 1.
      - Materialized views refreshed: 1.

      | Name | Kind | Data source | Period | What became of it | Why |
      | --- | --- | --- | --- | --- | --- |
      | \`attendance/2020-21/3/school.json\` | object | \`student_attendance\` | March 2021 | failed | Two objects of this name hold different bytes. |
      | \`attendance/trend_line_chart/state_2020-21.json\` | object | \`student_attendance\` | \`2020-21\` | stale until files are loaded | – |
      | \`attendance/overall/cluster/\` | 1,200 objects | \`student_attendance\` | – | stale until files are loaded | – |
      | \`student_attendance_agg_overall\` | view | \`student_attendance\` | – | refreshed | – |
      | \`data_replay/stud_att_meta.json\` | option file | – | – | written | – |
      | \`attendance/2020-21/3/block.json\` | object | \`student_attendance\` | March 2021 | archived | – |
      | \`attendance/2020-21/3/district.json\` | object | \`student_attendance\` | March 2021 | archived | – |
      "
    `)
  })

  it('are cut where the table grows long, with a count of the rest', () => {
    const many = Array.from({length: 1234}, (_, n) => archived(`attendance/2020-21/3/cluster/${n}.json`))

    const text = page(outputsSection(many))

    expect(text.split('\n').filter((row) => row.startsWith('| `'))).toHaveLength(200)
    expect(text).toContain('Archived: 1,234 objects')
    expect(text).toContain('And 1,034 more, which are in report.json.')
  })

  it('are one line where the settings name no store', () => {
    const off = outputRecord({kind: 'store', name: 'outputs', action: 'off', objects: 0})

    expect(page(outputsSection([off]))).toMatchInlineSnapshot(`
      "Outputs are not looked after, since \`outputs.directory\` is \`none\`: the reports of cQube show what was deleted until files are loaded.
      "
    `)
  })

  it('are not mentioned by a run that looked at none', () => {
    const blocks = outputsSection([])

    expect(blocks).toEqual([])
  })
})
