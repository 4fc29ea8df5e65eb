import {modelSources, sourceNamed, type RowId} from '../support/model/sources.ts'
import {requestText} from '../support/operator.ts'

/** What the requests of a trial select. */
export const requestedKeys: Readonly<Record<string, readonly string[]>> = {
  student_attendance: ['2020-03', '2020-04'],
  diksha_summary_rollup: ['2021-01-01', '2021-01-02'],
  periodic_assessment_test: ['PAT010101012021'],
}

/** Slices beside them, which nobody selects. */
export const neighbourKeys: Readonly<Record<string, readonly string[]>> = {
  student_attendance: ['2020-05', '2021-03'],
  diksha_summary_rollup: ['2021-01-03'],
  periodic_assessment_test: ['PAT010201012021'],
}

const rowsPerKey = 4
export const [neighbours, original, corrected] = [0, 1, 2] as const

interface Load {
  readonly dataSource: string
  readonly key: string
  readonly tags: readonly string[]
}

/** Rows of one generation, the same ones each time; their tag begins with the generation. */
export const loads = (generation: number, keys: typeof requestedKeys): readonly Load[] =>
  Object.entries(keys).flatMap(([dataSource, names], source) =>
    names.map((key, at) => ({
      dataSource,
      key,
      tags: Array.from({length: rowsPerKey}, (_, row) => `${generation}.${source + 1}${at + 1}${row + 1}`),
    })),
  )

export const insertOf = (dataSource: string): string => sourceNamed(dataSource).insert

export const rowsOfLoads = (all: readonly Load[]): readonly RowId[] =>
  all
    .flatMap(({dataSource, tags}) =>
      sourceNamed(dataSource).tables.flatMap(([table]) => tags.map((tag) => `${table}:${tag}`)),
    )
    .sort()

/** Makes each deletion last, so that a kill can meet it half-way. */
export const slowDeletions = `
  create function public.trial_wait() returns trigger language plpgsql as $$
  begin
    perform pg_sleep(0.04);
    return null;
  end $$;
  ${modelSources.map(({tables}) => `create trigger trial_wait before delete on ${tables[1]?.[0] ?? ''} for each statement execute procedure public.trial_wait();`).join('\n')}
`

const march = {student_attendance: {year: '2020', months: ['03']}}
const broad = {
  student_attendance: {year: '2020', months: ['03', '04']},
  diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-02'},
}
const exam = {periodic_assessment_test: {exam_code: ['PAT010101012021']}}
const texts = {'march.json': requestText(march), 'broad.json': requestText(broad), 'exam.json': requestText(exam)}

const named = (files: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`replay-requests/${path}`, text]))

/** What colleagues do to the files while a runner works or lies dead: each asks for the same as before. */
export const spellings = {
  main: named(texts),
  renamed: named({
    ...Object.fromEntries(Object.keys(texts).map((path) => [path, null])),
    ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [`2020/new-${path}`, text])),
  }),
  copied: named(Object.fromEntries(Object.entries(texts).map(([path, text]) => [`copy-of-${path}`, text]))),
  respelt: named({
    'march.json': null,
    'march.yaml':
      'reason: It was emitted twice by three districts\nreplay:\n  student_attendance: {months: [3], year: 2020}\n',
    'exam.json': requestText(
      {periodic_assessment_test: {exam_codes: ['PAT010101012021']}},
      {reason: 'Another reason altogether'},
    ),
    'broad.json': requestText({...broad, student_attendance: {year: 2020, months: [4, 3]}}),
  }),
} as const
export type Spelling = keyof typeof spellings
export const spellingNames = Object.keys(spellings) as readonly Spelling[]
