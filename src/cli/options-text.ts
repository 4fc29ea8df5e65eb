import {markOf} from '../core/options/option-words.ts'
import type {Option, SourceOptions} from '../core/options/source-options.ts'
import {packKeys} from '../core/plan/pack-keys.ts'
import {figure} from '../core/plan/figures.ts'
import {sliceWords} from '../core/report/slice-words.ts'
import type {SelectionKind} from '../core/slice.ts'
import type {Colours} from './colours.ts'
import {bytesOf} from './rough-figures.ts'
import {wrapped} from './text-table.ts'

export interface OptionsShown {
  /** Data sources whose full refresh the settings allow. */
  readonly fullRefresh: readonly string[]
  /** Lines of each data source; null: all. */
  readonly most: number | null
  readonly withRows: boolean
  readonly colours: Colours
}

const unitOf: Readonly<Record<Exclude<SelectionKind, 'all'>, readonly [one: string, more: string]>> = {
  months: ['month', 'months'],
  dates: ['day', 'days'],
  semesters: ['semester', 'semesters'],
  codes: ['code', 'codes'],
}

/** What can be selected, for people: a paragraph a data source, what the marks mean below. */
export function optionsText(sources: readonly SourceOptions[], shown: OptionsShown): string {
  const marked = sources.flatMap(({options}) => options)
  return `${[
    ...sources.map((source) => sourceText(source, shown)),
    ...(marked.some(({onlyIn}) => onlyIn.length > 0)
      ? [
          wrapped(
            '"only in": these tables hold it, but not the aggregate that cQube makes its option file of. Its own replay ' +
              'page does not offer it; a request can select it.',
          ),
        ]
      : []),
    ...(marked.some(({deletedBy}) => deletedBy !== null)
      ? [
          wrapped(
            '"deleted by": that run deleted it. A request that deletes what was loaded since then names the run as ' +
              '`repeat_of`, which `cqube-replay new` asks for.',
          ),
        ]
      : []),
    ...(shown.withRows
      ? [
          wrapped(
            'Rows are those of the tables that name the key themselves. `cqube-replay plan` also counts what is found ' +
              'through another table.',
          ),
        ]
      : []),
  ].join('\n\n')}\n`
}

function sourceText(source: SourceOptions, shown: OptionsShown): string {
  const {dataSource, kind} = source
  const body = kind === 'all' ? refreshLines(source, shown) : optionLines(source, kind, shown)
  return [shown.colours.bold(dataSource) + headOf(source), ...body, ...notes(source)].join('\n')
}

function headOf({kind, options, filteredOut}: SourceOptions): string {
  if (kind === 'all') return ': full refresh, everything or nothing'
  const [one, more] = unitOf[kind]
  const count = options.length === 0 ? `no ${one}` : `${figure(options.length)} ${options.length === 1 ? one : more}`
  return `: ${count}${filteredOut === 0 ? '' : ` of ${figure(options.length + filteredOut)}`}`
}

function refreshLines({dataSource, options: [everything]}: SourceOptions, shown: OptionsShown): string[] {
  const isAllowed = shown.fullRefresh.includes(dataSource)
  const {rows = null, deletedBy = null} = everything ?? {}
  return [
    ...(shown.withRows ? [`  ${figure(rows ?? 0)} rows`] : []),
    isAllowed
      ? '  allowed by limits.full_refresh'
      : '  not allowed: limits.full_refresh in cqube-replay.yaml does not name it',
    ...(deletedBy === null ? [] : [`  deleted by run ${deletedBy}`]),
  ]
}

const notes = ({notRead, missing}: SourceOptions): string[] => [
  ...notRead.map(({table, bytes}) =>
    wrapped(`not looked through: ${table} (${bytesOf(bytes)}, no index that helps); \`--rows\` reads it, too`, '  '),
  ),
  ...missing.map((table) => `  there is no table ${table}`),
]

function optionLines({options}: SourceOptions, kind: SelectionKind, shown: OptionsShown): string[] {
  if (options.length === 0) return []
  return shown.withRows || kind === 'codes' ? eachOption(options, shown) : packedOptions(options, kind, shown)
}

/** What is marked comes first where not all are shown: it is what a reader would not find by himself. */
function eachOption(options: readonly Option[], {most, withRows, colours}: OptionsShown): string[] {
  const isCut = most !== null && options.length > most
  const isMarked = ({onlyIn, deletedBy}: Option): boolean => onlyIn.length > 0 || deletedBy !== null
  const inOrder = isCut ? [...options.filter(isMarked), ...options.filter((option) => !isMarked(option))] : options
  const lines = inOrder.slice(0, most ?? options.length)
  const left = options.length - lines.length
  return [
    ...(withRows ? countedLines(lines) : plainLines(lines)),
    ...(left === 0
      ? []
      : [
          `  ${colours.dim(`… and ${figure(left)} more: \`--search TEXT\` or \`--year YEAR\` for some, \`--all\` for all`)}`,
        ]),
  ]
}

/** Not spread into Math.max, which takes no more than about a hundred thousand arguments. */
const widest = (texts: readonly string[]): number => texts.reduce((width, {length}) => Math.max(width, length), 0)

function plainLines(options: readonly Option[]): string[] {
  const width = widest(options.map(({key}) => key))
  return options.map((option) => {
    const mark = markOf(option)
    return mark === '' ? `  ${option.key}` : `  ${option.key.padEnd(width)}  ${mark}`
  })
}

function countedLines(options: readonly Option[]): string[] {
  const figures = ['Rows', ...options.map(({rows}) => figure(rows ?? 0))]
  const width = widest(figures)
  return ['  Key', ...plainLines(options)].map((line, index) => `  ${(figures[index] ?? '').padStart(width)}${line}`)
}

/** Neighbours in one line as long as they have the same marks. */
function packedOptions(options: readonly Option[], kind: SelectionKind, {colours}: OptionsShown): string[] {
  const keysByMark = new Map<string, Set<string>>()
  for (const option of options) {
    const mark = markOf(option)
    keysByMark.set(mark, (keysByMark.get(mark) ?? new Set()).add(option.key))
  }
  return [...keysByMark].flatMap(([mark, keys]) => [
    ...(mark === '' ? [] : [`  ${colours.yellow(mark)}:`]),
    ...packKeys(kind, '', keys).map((slice) => wrapped(sliceWords(slice), mark === '' ? '  ' : '    ')),
  ])
}
