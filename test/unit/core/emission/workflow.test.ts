import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mergeRequests} from '../../../../src/core/emission/merge.ts'
import {workflowDocuments} from '../../../../src/core/emission/workflow.ts'
import {validateEmissionDocumentWorkflow} from '../../../../src/core/generated/validators.js'
import type {Slice} from '../../../../src/core/slice.ts'
import {anySlices} from './any-slice.ts'

const runId = '20261231T235959Z-4f2a'
const write = (...slices: Slice[]) => workflowDocuments(runId, mergeRequests([{slices}]))
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('workflowDocuments', () => {
  it('writes one data source a file, a second apart, as the stock flow reads it', () => {
    const {documents, unsayable} = write(
      {kind: 'months', dataSource: 'student_attendance', year: 2020, months: [1, 3]},
      {kind: 'months', dataSource: 'student_attendance', year: 2021, months: [2]},
      {kind: 'dates', dataSource: 'diksha_summary_rollup', from: '2021-01-01', to: '2021-01-31'},
      {kind: 'semesters', dataSource: 'semester', academicYear: '2020-21', semesters: [1, 2]},
      {kind: 'codes', dataSource: 'periodic_assessment_test', codes: ['PAT010101012021']},
      {kind: 'codes', dataSource: 'diksha_tpd', codes: ['03052315462389']},
      {kind: 'all', dataSource: 'static'},
    )

    expect(unsayable).toEqual([])
    expect(documents.map(({documentNo, key, bytes}) => `${documentNo} ${key} ${textOf(bytes)}`)).toMatchInlineSnapshot(`
      [
        "1 data_replay/data_replay_20261231235959.json {"student_attendance":{"year":"2020","months":[1,3]}}",
        "1 data_replay/data_replay_20270101000000.json {"diksha_summary_rollup":{"from_date":"2021-01-01","to_date":"2021-01-31"}}",
        "1 data_replay/data_replay_20270101000001.json {"semester":{"academic_year":"2020-21","semesters":[1,2]}}",
        "1 data_replay/data_replay_20270101000002.json {"periodic_assessment_test":{"exam_code":["PAT010101012021"]}}",
        "1 data_replay/data_replay_20270101000003.json {"diksha_tpd":{"batch_id":["03052315462389"]}}",
        "1 data_replay/data_replay_20270101000004.json {"static":{"selection":"yes"}}",
        "2 data_replay/data_replay_20270101000005.json {"student_attendance":{"year":"2021","months":[2]}}",
      ]
    `)
  })

  it('says which slices the stock flow has no words for, and writes none for them', () => {
    const {documents, unsayable} = write(
      {kind: 'semesters', dataSource: 'semester', academicYear: null, semesters: [1]},
      {kind: 'codes', dataSource: 'local_exam', codes: ['1']},
    )

    expect(documents).toEqual([])
    expect(unsayable.map(({message}) => message)).toMatchInlineSnapshot(`
      [
        "semester: the stock flow reads one academic year; name each one in the request instead of none.",
        "local_exam: the stock flow routes cQube's ten data sources only; use emission format "documented".",
      ]
    `)
  })

  it('always fits its schema, under keys that differ', () => {
    fc.assert(
      fc.property(anySlices, (slices) => {
        const {documents} = write(...slices)

        expect(new Set(documents.map(({key}) => key)).size).toBe(documents.length)
        for (const {key, bytes, dataSource, content} of documents) {
          expect(key).toMatch(/^data_replay\/data_replay_20\d{12}\.json$/)
          expect(validateEmissionDocumentWorkflow(content), textOf(bytes)).toBe(true)
          expect(textOf(bytes).startsWith(`{"${dataSource}":`)).toBe(true)
        }
      }),
    )
  })
})
