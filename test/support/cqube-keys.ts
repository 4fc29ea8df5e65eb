import {readFileSync} from 'node:fs'

/** What a NiFi attribute holds, as cQube release-3.7 fills it. */
export type Attributes = Readonly<Record<string, string>>

const text = readFileSync(new URL('../fixtures/outputs/cqube-keys.txt', import.meta.url), 'utf8')

/** cQube's key templates by the flow that writes them. */
export const cqubeKeys: ReadonlyMap<string, readonly string[]> = new Map(
  text
    .split(/^\[/m)
    .slice(1)
    .map((section) => {
      const [head = '', ...keys] = section.split('\n').filter((line) => line !== '')
      return [head.replace(']', ''), keys]
    }),
)

export const fill = (template: string, attributes: Attributes): string =>
  template.replace(/\$\{(\w+)\}/g, (_, name: string) => attributes[name] ?? '280001')

/** `${partition_by}` is an academic year where a month or a semester follows it, and a grade or an id elsewhere. */
export function attributesOf(dataSource: string, template: string, of: {year: string; month: string}): Attributes {
  const isYear = /\$\{partition_by\}\/(\$\{partition_by_month\}|sem_)/.test(template)
  const isSemester = /sem_\$\{partition_by_level\}/.test(template)
  return {
    year: template.startsWith('exception_list/') ? '2021' : of.year,
    academic_year: of.year,
    month: of.month,
    partition_by: isYear ? of.year : 'Grade 3',
    partition_by_month: of.month,
    semester: '1',
    management: 'Local body',
    ...(isSemester ? {partition_by_level: '1'} : {}),
    level: dataSource === 'semester' ? '2801' : '28',
  }
}
