import type {Offer} from './offer.ts'

/**
 * cQube's seven option files, and the table that each is read from (cQube release-3.7, data_replay_queries.json). Its
 * replay page offers what stands in them and nothing else.
 */
export const optionFiles = [
  {dataSource: 'student_attendance', kind: 'months', name: 'stud_att_meta', table: 'school_student_total_attendance'},
  {dataSource: 'teacher_attendance', kind: 'months', name: 'tch_att_meta', table: 'school_teacher_total_attendance'},
  {dataSource: 'crc', kind: 'months', name: 'crc_meta', table: 'crc_visits_frequency'},
  {dataSource: 'periodic_assessment_test', kind: 'codes', name: 'pat_meta', table: 'periodic_exam_school_result'},
  {dataSource: 'diksha_tpd', kind: 'codes', name: 'diksha_tpd_meta', table: 'diksha_tpd_trans'},
  {
    dataSource: 'diksha_summary_rollup',
    kind: 'dates',
    name: 'diksha_data_summary_meta',
    table: 'diksha_total_content',
  },
  {dataSource: 'semester', kind: 'semesters', name: 'sat_meta', table: 'semester_exam_school_result'},
] as const

export type OptionFile = (typeof optionFiles)[number]

/** Key in the output store. */
export const optionFileKey = ({name}: OptionFile): string => `data_replay/${name}.json`

/**
 * The option files as cQube's flow would write them now (release-3.7, data_replay_transformer: one compact JSON array
 * without a line feed). Equal rows give equal bytes.
 * @param offers by data source; one that is missing has no file
 */
export const writeOptionFiles = (
  offers: ReadonlyMap<string, Offer>,
): readonly {readonly key: string; readonly bytes: Uint8Array}[] =>
  optionFiles.flatMap((file) => {
    const offer = offers.get(file.dataSource)
    return offer === undefined
      ? []
      : [{key: optionFileKey(file), bytes: new TextEncoder().encode(`[${optionRows(offer, file).join(',')}]`)}]
  })

function optionRows(offer: Offer, {dataSource}: OptionFile): readonly string[] {
  switch (offer.kind) {
    case 'months':
      return offer.months.map(({month, year}) => JSON.stringify({month, year, month_name: monthName(month)}))
    case 'dates': {
      const {from, to} = offer.range ?? {from: null, to: null}
      return [JSON.stringify({from_date: epochOf(from), to_date: epochOf(to)})]
    }
    case 'semesters':
      // PostgreSQL made this list, so it has a blank after each comma, unlike what NiFi writes.
      return offer.years.map(
        ({academicYear, semesters}) =>
          `{"academic_year":${JSON.stringify(academicYear)},"semester":[${semesters.join(', ')}]}`,
      )
    case 'codes': {
      const column = dataSource === 'diksha_tpd' ? 'batch_id' : 'exam_code'
      return offer.codes.map((code) => JSON.stringify({[column]: code}))
    }
  }
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** As `to_char(…, 'Month')` gives it: English, filled up with blanks to the length of September. */
const monthName = (month: number): string => (monthNames[month - 1] ?? '').padEnd('September'.length)

/**
 * Milliseconds, as a string, of midnight in UTC. NiFi takes midnight in the time zone of its own machine; that of UTC is
 * the same day for a reader in UTC and in India, where midnight in India is the day before for a reader in UTC.
 */
const epochOf = (day: string | null): string | null => (day === null ? null : String(Date.parse(`${day}T00:00:00Z`)))
