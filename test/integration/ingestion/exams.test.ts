import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {csv} from '../../support/incoming.ts'
import {ingestionSite, type IngestionSite} from '../../support/ingestion-site.ts'

const code = 'PAT030105062021'
const masterHeader =
  'exam_id|medium|standard|division|subject_id|exam_type_id|exam_code|exam_date|total_questions|total_marks|assessment_year|exam_type|subject_name'
const master = csv(masterHeader, `77|English|3||1|1|${code}|2021-06-05|2|10|2021-22|PAT|Mathematics`)
const questions = csv(
  'question_id|exam_id|indicator_id|indicator_title|indicator|question_title|question|question_marks',
  '771|77|1|I1|"Adds | and "" subtracts"|Q1|What is 1 + 1?|5',
  '772|77|2|I2|Multiplies|Q2|"What is\n2 × 2?"|5',
)
const answer = (id: number, student: number, school: number, question: number, marks: number | string): string =>
  [id, 77, code, student, student, school, 3, 'A', question, marks, '2021-06-06'].join('|')
const results = csv(
  'id|exam_id|exam_code|student_id|student_uid|school_id|studying_class|section|question_id|obtained_marks|Createddt',
  answer(1, 1, 28_000_001, 771, 5),
  answer(2, 1, 28_000_001, 772, '2.5'),
  answer(3, 2, 28_000_001, 771, 1),
  answer(4, 2, 28_000_001, 772, 2),
  answer(5, 3, 28_000_002, 771, 4),
)
const [masterKey, questionsKey, resultsKey] = ['mst', 'qst_mst', 'result_trans'].map(
  (stem) => `pat/periodic_exam_${stem}_20260701093000.csv`,
) as [string, string, string]

describe.each(servers)('files of an exam on $name', ({name}) => {
  let site: IngestionSite
  beforeEach(async () => {
    site = await ingestionSite(name)
  })
  afterEach(() => site.remove())

  const ofExam = (columns: string, table: string) =>
    site.rows(`select ${columns} from periodic_exam_${table} where exam_code = '${code}' order by 1`)
  const schools = () =>
    ofExam(
      'school_id, academic_year, subject, grade, obtained_marks::float8, total_marks::float8, students_attended',
      'school_result',
    )
  const whole = [
    {
      ...{school_id: 28_000_001, academic_year: '2021-22', subject: 'Mathematics', grade: 3},
      ...{obtained_marks: 10.5, total_marks: 20, students_attended: 2},
    },
    {
      ...{school_id: 28_000_002, academic_year: '2021-22', subject: 'Mathematics', grade: 3},
      ...{obtained_marks: 4, total_marks: 5, students_attended: 1},
    },
  ]

  it('are loaded in the order that cQube needs, into results, aggregates and reports', async () => {
    site.emit(resultsKey, results)
    site.emit(questionsKey, questions)
    site.emit(masterKey, master)

    const told = await site.pass()

    expect(told).toEqual([
      `Loaded ${masterKey}: 1 of 1 lines, into ${code}.`,
      `Loaded ${questionsKey}: 2 of 2 lines, into ${code}.`,
      `Loaded ${resultsKey}: 5 of 5 lines, into ${code}.`,
      'Wrote 5 output objects of the months that were loaded.',
    ])
    expect(
      await site.rows('select indicator, question from periodic_exam_qst_mst where exam_id = 77 order by question_id'),
    ).toEqual([
      {indicator: 'Adds | and " subtracts', question: 'What is 1 + 1?'},
      {indicator: 'Multiplies', question: 'What is\n2 × 2?'},
    ])
    expect(await ofExam('id, student_uid, obtained_marks::float8', 'result_trans')).toHaveLength(5)
    expect(await ofExam('student_uid, school_id::int4, studying_class', 'stud_grade_count')).toHaveLength(3)
    expect(
      await ofExam(
        'question_id, school_id, students_attended, obtained_marks::float8, total_marks::float8',
        'school_qst_result',
      ),
    ).toMatchObject(
      [
        {question_id: 771, students_attended: 2, obtained_marks: 6, total_marks: 10},
        {question_id: 771, students_attended: 1, obtained_marks: 4, total_marks: 5},
        {question_id: 772, students_attended: 2, obtained_marks: 4.5, total_marks: 10},
      ].sort((a, b) => a.question_id - b.question_id),
    )
    expect(await schools()).toEqual(whole)
    expect(site.outputs.get('pat/2021-22/June/school/school.json')).toMatchObject({
      data: [
        {
          Details: {
            school_id: 28_000_001,
            Performance: 52.5,
            students_attended: 2,
            month: 'June',
            'Academic Year': '2021-22',
          },
          'Grade Wise Performance': {'Grade 3': {percentage: 52.5, total_schools: 1, students_attended: 2}},
          Grades: {'Grade 3': {Mathematics: {percentage: 52.5}}},
        },
        {Details: {school_id: 28_000_002, Performance: 80}},
      ],
      AllSchoolsFooter: {total_schools: 2, students_attended: 3},
    })
    expect(site.outputs.get('pat/metaData.json')).toEqual(
      expect.arrayContaining([{academic_year: '2021-22', month: ['June']}]),
    )
  })

  it('make their aggregates when the last of them comes, whichever it is', async () => {
    site.emit(resultsKey, results)
    await site.pass()
    const before = await schools()
    site.emit(questionsKey, questions)
    await site.pass()
    site.emit(masterKey, master)
    await site.pass()

    expect(before).toEqual([])
    expect(await schools()).toEqual(whole)
  })

  it('replace marks that are there, and leave other exams alone', async () => {
    const others = () =>
      site.rows(
        `select count(*) as n, sum(obtained_marks)::float8 as marks from periodic_exam_school_result where exam_code <> '${code}'`,
      )
    const before = await others()
    for (const [key, content] of [
      [masterKey, master],
      [questionsKey, questions],
      [resultsKey, results],
    ] as const)
      site.emit(key, content)
    await site.pass()
    site.emit(
      resultsKey.replace('0701', '0702'),
      results.replace(answer(5, 3, 28_000_002, 771, 4), answer(5, 3, 28_000_002, 771, 3)),
    )

    await site.pass()

    expect((await schools()).map((row) => row['obtained_marks'])).toEqual([10.5, 3])
    expect(await others()).toEqual(before)
  })

  it('say how many lines were rejected, by reason', async () => {
    site.emit(
      resultsKey,
      `${results}${csv(
        answer(1, 1, 28_000_001, 771, 5),
        answer(6, 3, 28_000_002, 771, 2),
        answer(7, 4, 99, 771, 2),
        answer(8, 5, 28_000_002, 771, 'many'),
        answer(9, 6, 28_000_002, 771, ''),
        '1|2|3',
        '',
      )}`,
    )

    const [told] = await site.pass()

    expect(told).toMatchInlineSnapshot(
      `"Loaded pat/periodic_exam_result_trans_20260701093000.csv: 4 of 12 lines, into PAT030105062021; rejected: 2 that say different things under the same key, of which none was taken, 1 blank, 1 that repeat another line word for word, 1 without a value that must be there, 1 with something else where a number belongs, 1 of a school that school_hierarchy_details does not have, 1 with another number of fields than the header."`,
    )
    expect(await site.rows('select lines, accepted, rejects from cqube_replay.loaded_file')).toEqual([
      {
        lines: 12,
        accepted: 4,
        rejects: {
          ...{blank_line: 1, wrong_field_count: 1, missing_value: 1, not_a_number: 1},
          ...{unknown_school: 1, duplicate: 1, conflicting: 2},
        },
      },
    ])
  })
})
