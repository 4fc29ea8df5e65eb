const times = (count: number, piece: (number: number) => string, separator: string): string =>
  Array.from({length: count}, (_, number) => piece(number)).join(separator)

const reason = 'reason: March attendance was emitted twice\n'
const exams = (codes: string): string => `${reason}replay:\n  periodic_assessment_test:\n    exam_code: [${codes}]\n`

interface HostileRequest {
  readonly what: string
  readonly file: string
  readonly text: string
  /** Of its problems, without the one that counts the rest; null where there is none. */
  readonly code: string | null
}

/** Files within all limits that make as much work and as many problems as they can. */
export const hostileRequests: readonly HostileRequest[] = [
  {
    what: '2,400 misspelt data sources',
    file: 'sources.yaml',
    text: `${reason}replay:\n${times(2400, (n) => `  student_attendence_of_the_year_${n}: {year: 2021, months: [3]}`, '\n')}\n`,
    code: 'SOURCE_UNKNOWN',
  },
  {
    what: '8,000 unknown keys',
    file: 'keys.yaml',
    text: `${reason}${times(8000, (n) => `reasn_tickets_${n}: x`, '\n')}\n`,
    code: 'REQUEST_KEY_UNKNOWN',
  },
  {
    what: '14,000 bad codes',
    file: 'codes.yaml',
    text: exams(times(14_000, (n) => `PAT-${n}`, ', ')),
    code: 'CODE_INVALID',
  },
  {what: '14,000 equal codes', file: 'twice.yaml', text: exams(times(14_000, () => 'PAT1', ', ')), code: 'VALUE_TWICE'},
  {what: '14,000 good codes', file: 'good.yaml', text: exams(times(14_000, (n) => `PAT${n}`, ', ')), code: null},
  {
    what: '9,900 bad codes on lines of their own',
    file: 'lines.yaml',
    text: `${reason}replay:\n  periodic_assessment_test:\n    exam_code:\n${times(9900, (n) => `      - PAT-${n}`, '\n')}\n`,
    code: 'CODE_INVALID',
  },
  {
    what: '9,900 bad codes in brackets over many lines, which the parser reads',
    file: 'escaped.yaml',
    text: exams(`\n${times(9900, (n) => `      "PAT-${n}",\n`, '')}    `),
    code: 'CODE_INVALID',
  },
  {
    what: '8,000 unknown keys of JSON',
    file: 'keys.json',
    text: `{"reason": "March attendance was emitted twice", ${times(8000, (n) => `"reasn_tickets_${n}": 1`, ', ')}}`,
    code: 'REQUEST_KEY_UNKNOWN',
  },
  {
    what: '14,000 bad codes of JSON',
    file: 'codes.json',
    text: `{"reason": "March attendance was emitted twice", "replay": {"periodic_assessment_test": {"exam_code": [${times(14_000, (n) => `"PAT-${n}"`, ', ')}]}}}`,
    code: 'CODE_INVALID',
  },
]
