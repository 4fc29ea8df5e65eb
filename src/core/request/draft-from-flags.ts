import {codeListName} from '../emission/source-order.ts'
import {ReplayError} from '../replay-error.ts'
import type {SelectionKind} from '../slice.ts'
import {dataSources, type DataSources} from './data-sources.ts'
import type {DraftEntry, RequestDraft} from './draft.ts'
import type {ReadingContext} from './request.ts'

/** What the command line says of a request, as it was typed. */
export interface RequestFlags {
  readonly source?: readonly string[]
  readonly reason?: string
  readonly ticket?: string
  readonly notBefore?: string
  readonly repeatOf?: string
  readonly year?: string
  readonly month?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly academicYear?: string
  readonly semester?: readonly string[]
  readonly examCode?: readonly string[]
  readonly batchId?: readonly string[]
  readonly code?: readonly string[]
  readonly all?: true
}

type Flag = keyof RequestFlags

export interface FlagReading {
  /** Null while something is missing, or a flag fits nothing. */
  readonly draft: RequestDraft | null
  /** Flags that are needed and not there. Where several would do, the first of them. */
  readonly missing: readonly Flag[]
  /** Full sentences about flags that fit nothing. */
  readonly wrong: readonly string[]
}

export const flagName = (flag: Flag): string => `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Flags of the selection, by the kind of the data source; optional ones in the second list. */
const flagsOf: Readonly<Record<Exclude<SelectionKind, 'codes'>, readonly [readonly Flag[], readonly Flag[]]>> = {
  months: [['year', 'month'], []],
  dates: [['from', 'to'], []],
  semesters: [['semester'], ['academicYear']],
  all: [['all'], []],
}

const codeFlags: Readonly<Record<string, 'examCode' | 'batchId'>> = {exam_code: 'examCode', batch_id: 'batchId'}
const codeFlag = (dataSource: string): 'examCode' | 'batchId' | 'code' => codeFlags[codeListName(dataSource)] ?? 'code'

const selectionFlags: readonly Flag[] = [
  ...flagsOf.months[0],
  ...flagsOf.dates[0],
  ...flagsOf.semesters[1],
  ...flagsOf.semesters[0],
  'examCode',
  'batchId',
  'code',
  ...flagsOf.all[0],
]

/** Puts together the request that flags ask for. Each flag of a selection holds for every data source of its kind. */
export function draftFromFlags(flags: RequestFlags, addedSources: ReadingContext['addedSources']): FlagReading {
  const sources = dataSources(addedSources)
  const named = flags.source ?? []
  const known = named.flatMap((name) => sources.find(name) ?? [])
  const wanted = known.flatMap(({name, kind}) => needed(name, kind))
  const optional = known.flatMap(({kind}) => (kind === 'codes' ? [] : flagsOf[kind][1]))
  const missing = [...new Set<Flag>([...(named.length === 0 ? ['source' as const] : []), ...wanted, 'reason'])].filter(
    (flag) => !isGiven(flags, flag),
  )
  const wrong = [
    ...named.flatMap((name) => unknownSource(name, sources)),
    ...selectionFlags
      .filter((flag) => isGiven(flags, flag) && named.length > 0 && ![...wanted, ...optional].includes(flag))
      .map((flag) => `${flagName(flag)} selects nothing of ${named.join(', ')}.`),
  ]
  if (missing.length > 0 || wrong.length > 0) return {draft: null, missing, wrong}
  return {
    draft: {
      reason: flags.reason ?? '',
      ticket: flags.ticket ?? null,
      notBefore: flags.notBefore ?? null,
      repeatOf: flags.repeatOf ?? null,
      replay: Object.fromEntries(known.map(({name, kind}) => [name, entryOf(name, kind, flags)])),
    },
    missing,
    wrong,
  }
}

/** What to say of flags that no draft could be made of. */
export const flagsUnusable = (missing: FlagReading['missing'], wrong: FlagReading['wrong']): ReplayError =>
  new ReplayError(
    'USAGE',
    [
      ...wrong,
      ...(missing.length === 0 ? [] : [`Missing: ${missing.map(flagName).join(', ')}.`]),
      'Nothing was written.',
    ].join(' '),
  )

const needed = (dataSource: string, kind: SelectionKind): readonly Flag[] =>
  kind === 'codes' ? [codeFlag(dataSource)] : flagsOf[kind][0]

/** Whether the flags say anything of what is to be selected. */
export const selectsByFlags = (flags: RequestFlags): boolean => selectionFlags.some((flag) => isGiven(flags, flag))

function isGiven(flags: RequestFlags, flag: Flag): boolean {
  const value = flags[flag]
  return value !== undefined && !(Array.isArray(value) && value.length === 0)
}

const unknownSource = (name: string, sources: DataSources): string[] =>
  sources.find(name) === null
    ? [`No data source is called ${JSON.stringify(name)}; there are ${sources.names.join(', ')}.`]
    : []

function entryOf(dataSource: string, kind: SelectionKind, flags: RequestFlags): DraftEntry {
  switch (kind) {
    case 'months':
      return {year: flags.year ?? '', months: flags.month ?? []}
    case 'dates':
      return {from_date: flags.from ?? '', to_date: flags.to ?? ''}
    case 'semesters':
      return {
        ...(flags.academicYear === undefined ? {} : {academic_year: flags.academicYear}),
        semester: flags.semester ?? [],
      }
    case 'codes':
      return {[codeListName(dataSource)]: flags[codeFlag(dataSource)] ?? []}
    case 'all':
      return {selection: 'yes'}
  }
}
