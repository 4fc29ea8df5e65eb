import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {documentedDocument} from '../../../../src/core/emission/documented.ts'
import {mergeRequests} from '../../../../src/core/emission/merge.ts'
import {validateEmissionDocument} from '../../../../src/core/generated/validators.js'
import type {Slice} from '../../../../src/core/slice.ts'
import {anySlices} from './any-slice.ts'

const runId = '20261101T163000Z-4f2a'
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const ten: Slice[] = [
  {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [1, 3]},
  {kind: 'months', dataSource: 'teacher_attendance', year: 2020, months: [1, 3]},
  {kind: 'months', dataSource: 'crc', year: 2020, months: [12]},
  {kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-01', to: '2021-01-31'},
  {kind: 'semesters', dataSource: 'semester', academicYear: '2020-21', semesters: [1, 2]},
  {kind: 'codes', dataSource: 'periodic_assessment_test', codes: ['PAT010101012021', 'PAT010201012021']},
  {kind: 'codes', dataSource: 'diksha_tpd', codes: ['03052315462389', '046789546783']},
  {kind: 'all', dataSource: 'udise'},
  {kind: 'all', dataSource: 'infrastructure'},
  {kind: 'all', dataSource: 'static'},
]

describe('documentedDocument', () => {
  it("writes cQube's ten-key JSON after the run", () => {
    const [plan] = mergeRequests([{slices: ten}])

    const document = documentedDocument(runId, plan ?? {documentNo: 0, sections: []})

    expect(document.key('cqube_replay')).toBe('cqube_replay/20261101T163000Z-4f2a_01.json')
    expect(JSON.parse(textOf(document.bytes))).toEqual(document.content)
    expect(textOf(document.bytes)).toMatchInlineSnapshot(`
      "{
        "run_id": "20261101T163000Z-4f2a",
        "document": 1,
        "format_version": 1,
        "student_attendance": {
          "year": "2020",
          "months": [
            "01",
            "03"
          ]
        },
        "teacher_attendance": {
          "year": "2020",
          "months": [
            "01",
            "03"
          ]
        },
        "crc": {
          "year": "2020",
          "months": [
            "12"
          ]
        },
        "diksha_summary_rollup": {
          "from_date": "2021-01-01",
          "to_date": "2021-01-31"
        },
        "semester": {
          "academic_year": "2020-21",
          "semester": [
            1,
            2
          ]
        },
        "periodic_assessment_test": {
          "exam_code": [
            "PAT010101012021",
            "PAT010201012021"
          ]
        },
        "diksha_tpd": {
          "batch_id": [
            "03052315462389",
            "046789546783"
          ]
        },
        "udise": {
          "selection": "yes"
        },
        "infrastructure": {
          "selection": "yes"
        },
        "static": {
          "selection": "yes"
        }
      }
      "
    `)
  })

  it('leaves the academic year out when every one is meant', () => {
    const every: Slice = {kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [2]}

    const document = documentedDocument(runId, {
      documentNo: 12,
      sections: [{dataSource: 'semester', slice: every, keys: ['*/2']}],
    })

    expect(document.content).toEqual({run_id: runId, document: 12, format_version: 1, semester: {semester: [2]}})
    expect(document.key('a/b')).toBe('a/b/20261101T163000Z-4f2a_12.json')
  })

  it('always fits its schema, and the same slices give the same bytes', () => {
    fc.assert(
      fc.property(anySlices, (slices) => {
        const write = (order: readonly Slice[]): string[] =>
          mergeRequests([{slices: order}]).map((plan) => textOf(documentedDocument(runId, plan).bytes))

        const documents = write(slices)

        expect(write([...slices].reverse())).toEqual(documents)
        for (const text of documents) {
          expect(validateEmissionDocument(JSON.parse(text)), text).toBe(true)
          expect(text.endsWith('}\n')).toBe(true)
        }
      }),
    )
  })

  it.each([
    ['a data source that is not selected', {udise: {selection: 'no'}}],
    ['a month without its zero', {crc: {year: '2020', months: ['1']}}],
    ['no data source at all', {}],
    ['a name that is none', {Infrastructure: {selection: 'yes'}}],
    ['a month twice', {crc: {year: '2020', months: ['01', '01']}}],
    ['a day that does not exist', {diksha_summary_rollup: {from_date: '2021-02-01', to_date: '2021-02-30'}}],
  ])('has a schema that refuses %s', (_, sections) => {
    expect(validateEmissionDocument({run_id: runId, document: 1, format_version: 1, ...sections})).toBe(false)
  })
})
