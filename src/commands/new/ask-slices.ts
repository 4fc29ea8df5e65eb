import {keyWords, markOf} from '../../core/options/option-words.ts'
import {sourceOptions, type Option, type SourceOptions} from '../../core/options/source-options.ts'
import {packKeys} from '../../core/plan/pack-keys.ts'
import {figure} from '../../core/plan/figures.ts'
import type {SelectionKind, Slice} from '../../core/slice.ts'
import type {HeldOptions, HeldSource} from '../../ports/options.ts'
import type {Choice, Questions} from '../../ports/questions.ts'
import {askCodes} from './ask-codes.ts'
import {askDates} from './ask-dates.ts'

const kindWords: Readonly<Record<SelectionKind, string>> = {
  months: 'by month',
  dates: 'by day',
  semesters: 'by semester',
  codes: 'by code',
  all: 'full refresh: every row',
}

/** @param fullRefresh data sources whose full refresh the settings allow. @returns empty when none was chosen */
export async function askSources(
  questions: Questions,
  sources: readonly HeldSource[],
  fullRefresh: readonly string[],
): Promise<readonly HeldSource[]> {
  const chosen = await questions.checkbox(
    'Which data is to be deleted and loaded again?',
    sources.map(({dataSource, kind}) => ({
      value: dataSource,
      name: `${dataSource}, ${kindWords[kind]}`,
      refused: kind === 'all' && !fullRefresh.includes(dataSource) ? 'limits.full_refresh does not allow it' : null,
    })),
  )
  return sources.filter(({dataSource}) => chosen.includes(dataSource))
}

/** What is meant of one data source. @returns empty when nothing was chosen: the person wants to go back */
export async function askSlices(
  questions: Questions,
  held: HeldOptions,
  source: HeldSource,
): Promise<readonly Slice[]> {
  const {dataSource, kind} = source
  if (kind === 'all') {
    const isMeant = await questions.confirm(`${dataSource}: delete every row of its ${source.tables} tables?`, false)
    return isMeant ? [{kind, dataSource}] : []
  }
  const offered = sourceOptions(await held.held(source, false))
  if (offered.options.length === 0) {
    questions.show(`${dataSource}: the database holds nothing of it.\n`)
    return []
  }
  return packKeys(kind, dataSource, new Set(await askKeys(questions, offered)))
}

async function askKeys(questions: Questions, offered: SourceOptions): Promise<readonly string[]> {
  switch (offered.kind) {
    case 'months':
      return askMonths(questions, offered)
    case 'semesters':
      return askSemesters(questions, offered)
    case 'codes':
      return askCodes(questions, offered)
    case 'dates':
      return askDates(questions, offered)
    case 'all':
      return []
  }
}

async function askMonths(questions: Questions, {dataSource, kind, options}: SourceOptions): Promise<readonly string[]> {
  const years = [...new Set(options.map(({key}) => key.slice(0, 4)))].reverse()
  const inYear = (year: string): readonly Option[] => options.filter(({key}) => key.startsWith(year))
  const chosen =
    years.length === 1
      ? years
      : await questions.checkbox(
          `${dataSource}: which years?`,
          years.map((year) => ({value: year, name: `${year}, ${monthCount(inYear(year).length)}`, refused: null})),
        )
  const keys: string[] = []
  for (const year of chosen) {
    const choices = inYear(year).map((option) => choiceOf(kind, option))
    keys.push(...(await questions.checkbox(`${dataSource}: which months of ${year}?`, choices)))
  }
  return keys
}

const monthCount = (months: number): string => `${figure(months)} ${months === 1 ? 'month' : 'months'}`

/** One academic year: a request holds no more. */
async function askSemesters(
  questions: Questions,
  {dataSource, kind, options}: SourceOptions,
): Promise<readonly string[]> {
  const yearOf = (key: string): string => key.slice(0, key.lastIndexOf('/'))
  const years = [...new Set(options.map(({key}) => yearOf(key)))].reverse()
  const year = await questions.select(
    `${dataSource}: which academic year?`,
    years.map((value) => ({value, name: value, refused: null})),
  )
  return questions.checkbox(
    `${dataSource}: which semesters of ${year}?`,
    options.filter(({key}) => yearOf(key) === year).map((option) => choiceOf(kind, option)),
  )
}

function choiceOf(kind: SelectionKind, option: Option): Choice {
  const mark = markOf(option)
  return {
    value: option.key,
    name: `${keyWords(kind, option.key)}${mark === '' ? '' : ` (${mark})`}`,
    refused: null,
  }
}
