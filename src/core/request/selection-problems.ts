import type {ProblemEntry} from '../problem-entry.ts'

const example = (selection: string): NonNullable<ProblemEntry['example']> => {
  const source = selection.slice(0, selection.indexOf(':'))
  const replay = selection.includes('\n') ? selection : `  ${selection}\n`
  return {
    file: 'replay-requests/example.yaml',
    text: `reason: March attendance was emitted twice\nreplay:\n${replay}expect: {planned_at: "2026-11-24T10:15:00+05:30", ledger: 7c1e, rows: {${source.trim()}: 1}}\n`,
  }
}
const entry = (
  title: string,
  fix: string,
  selection: string,
  severity: ProblemEntry['severity'] = 'error',
): ProblemEntry => ({
  severity,
  title,
  fix,
  example: example(selection),
})

/** Mistakes below `replay`: in what a request selects. */
export const selectionProblems = {
  NOTHING_SELECTED: entry(
    'The request selects nothing',
    'Select at least one data source, or remove the file.',
    'udise: {selection: no}',
  ),
  SOURCE_UNKNOWN: entry(
    'No data source is called so',
    'Write the name of one of the ten data sources, or of one that the settings add.',
    'atendance: {year: 2021, months: [3]}',
  ),
  SOURCE_TWICE: entry(
    'A data source stands in the file under two spellings',
    'Join the two entries into one.',
    '  infrastructure: {selection: yes}\n  Infrastructure: {selection: yes}\n',
  ),
  SPELLED_TWICE: entry(
    'A key stands in an entry under two spellings',
    'Keep one of them.',
    'semester: {semester: [1], semesters: [2]}',
  ),
  VALUE_TWICE: entry('A value stands in the file twice', 'Write it once.', 'crc: {year: 2021, months: ["01", 1]}'),
  SELECTION_INCOMPLETE: entry(
    'An entry lacks a key',
    'Add the key, or empty the other one if the data source is not to be replayed.',
    'crc: {months: [3]}',
  ),
  YEAR_OUT_OF_RANGE: entry(
    'The year is none that can be replayed',
    'Write a year from 2000 to this one, in four digits.',
    'crc: {year: 1999, months: [3]}',
  ),
  MONTH_OUT_OF_RANGE: entry(
    'A month does not exist',
    'Write the month as "01" … "12".',
    'crc: {year: 2021, months: [13]}',
  ),
  MONTH_IN_FUTURE: entry(
    'A month has not begun yet',
    'Write months up to the current one.',
    'crc: {year: 2026, months: [12]}',
  ),
  DATE_INVALID: entry(
    'A date does not exist',
    'Write the date as YYYY-MM-DD, a day that the calendar has.',
    'diksha_summary_rollup: {from_date: 2021-02-29, to_date: 2021-03-31}',
  ),
  DATE_OUT_OF_RANGE: entry(
    'A date is none that can be replayed',
    'Write a date from 2000-01-01 to today.',
    'diksha_summary_rollup: {from_date: 2021-02-01, to_date: 2099-03-31}',
  ),
  DATES_REVERSED: entry(
    'The range ends before it begins',
    'Write the earlier date as `from_date`.',
    'diksha_summary_rollup: {from_date: 2021-03-31, to_date: 2021-03-01}',
  ),
  NOT_WHOLE_MONTHS: entry(
    'The range is not made of whole months',
    'Begin on the first and end on the last day of a month, or write `year` and `months`: cQube deletes crc by month.',
    'crc: {from_date: 2021-03-10, to_date: 2021-03-31}',
  ),
  ACADEMIC_YEAR_INVALID: entry(
    'The academic year does not exist',
    'Write it as `2020-21`, or leave the key out if all academic years are meant.',
    'semester: {academic_year: 2020-22, semester: [1]}',
  ),
  SEMESTER_INVALID: entry(
    'A semester does not exist',
    'Write the semester as one digit, 1 to 9.',
    'semester: {semester: [first]}',
  ),
  CODE_INVALID: entry(
    'A code holds characters that no code has',
    'Write the code as cQube shows it: 1 to 64 letters and digits, in batch ids also `_` and `-`.',
    'periodic_assessment_test: {exam_code: ["PAT 01"]}',
  ),
  EXAM_CODE_UNUSUAL: entry(
    'An exam code has an unusual layout',
    'Compare the code with the one in cQube; if it is right, nothing has to be done.',
    'periodic_assessment_test: {exam_code: [PAT0101]}',
    'warning',
  ),
  SELECTION_INVALID: entry(
    'The selection is neither yes nor no',
    'Write `selection: "yes"`, or `selection: "no"` if the data source is not to be replayed.',
    'udise: {selection: yes/no}',
  ),
} as const satisfies Record<string, ProblemEntry>
