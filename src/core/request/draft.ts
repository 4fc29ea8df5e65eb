import {isCollection, isPair, visit, Document, type Scalar} from 'yaml'
import {codeListName} from '../emission/source-order.ts'
import type {Slice} from '../slice.ts'

type DraftValue = string | number | readonly (string | number)[]

/** One entry below `replay`. */
export type DraftEntry = Readonly<Record<string, DraftValue>> | readonly Readonly<Record<string, DraftValue>>[]

/** A request that is still to be written. Whether it is right is for the reader of its text to say. */
export interface RequestDraft {
  readonly reason: string
  readonly ticket: string | null
  readonly notBefore: string | null
  readonly repeatOf: string | null
  /** By data source, in the order of the file. */
  readonly replay: Readonly<Record<string, DraftEntry>>
}

/** The entries that select these slices. */
export function replayOf(slices: readonly Slice[]): RequestDraft['replay'] {
  const replay: Record<string, DraftEntry> = {}
  for (const {dataSource} of slices) {
    const [first, ...others] = slices.filter((slice) => slice.dataSource === dataSource).map(entryOf)
    if (first !== undefined) replay[dataSource] = others.length === 0 ? first : [first, ...others]
  }
  return replay
}

function entryOf(slice: Slice): Readonly<Record<string, DraftValue>> {
  switch (slice.kind) {
    case 'months':
      return {year: slice.year, months: slice.months}
    case 'dates':
      return {from_date: slice.from, to_date: slice.to}
    case 'semesters':
      return {
        ...(slice.academicYear === null ? {} : {academic_year: slice.academicYear}),
        semester: slice.semesters,
      }
    case 'codes':
      return {[codeListName(slice.dataSource)]: slice.codes}
    case 'all':
      return {selection: 'yes'}
  }
}

/** More than these stand on lines of their own, where a reviewer sees each one that comes or goes. */
const mostOnOneLine = 4

/**
 * The file of a request: what a reviewer reads, so one line for an entry where it fits, and quotes only where another
 * reader of YAML would see no text (a batch id without letters, `yes`).
 * @param schema path of the JSON Schema as seen from the file, for editors; null: none is named
 */
export function requestText(
  {reason, ticket, notBefore, repeatOf, replay}: RequestDraft,
  schema: string | null,
): string {
  const content = {
    reason: reason.trim().replaceAll(/\s+/g, ' '),
    ...(ticket === null ? {} : {ticket}),
    ...(notBefore === null ? {} : {not_before: notBefore}),
    ...(repeatOf === null ? {} : {repeat_of: repeatOf}),
    replay,
  }
  const document = new Document(content, {aliasDuplicateObjects: false})
  visit(document, {
    Scalar: (_, scalar) => {
      if (needsQuotes(scalar)) scalar.type = 'QUOTE_DOUBLE'
    },
    Collection: (_, collection, path) => {
      const isEntry = path.filter(isPair).length >= 2
      if (!isEntry) return
      const isShort = collection.items.every((item) => {
        const value = isPair(item) ? item.value : item
        return !isCollection(value) || value.items.length <= mostOnOneLine
      })
      collection.flow = isShort && collection.items.length <= mostOnOneLine && !collection.items.some(isCollection)
    },
  })
  const modeline = schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`
  return modeline + document.toString({lineWidth: 0, flowCollectionPadding: false})
}

/** YAML 1.1, which many programs still read, has these besides what the library itself puts in quotes. */
const needsQuotes = ({value}: Scalar): boolean =>
  typeof value === 'string' && (/^(y|n|yes|no|on|off)$/i.test(value) || /^[\d_]*\d[\d_.e]*$/i.test(value))
