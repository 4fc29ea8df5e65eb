import {expiryOf} from '../archive/keeping.ts'
import {totalsOf} from '../report/totals.ts'
import type {RunRecord} from '../run/run-record.ts'
import {counted, momentWords, rowsWord} from './words.ts'
import type {StoryContext, StoryPart} from './story-parts.ts'

/** Where the deleted rows are. */
export function archivePart(record: RunRecord, {archived, keptDays, timeZone}: StoryContext): StoryPart {
  const kept = archived.filter(({dropped}) => dropped === null)
  const gone = archived.filter(({dropped}) => dropped !== null)
  const {deleted, archived: rowsArchived} = totalsOf(record)
  const rowsOf = (tables: typeof archived): number => tables.reduce((sum, {rows}) => sum + rows, 0)
  const [first] = kept
  const [last] = gone
  const until = first === undefined ? null : expiryOf(first.createdAt, keptDays)
  return {
    heading: 'Where the deleted rows are',
    lines: [
      ...(deleted > 0 && rowsArchived === 0
        ? ['They were not archived, so they are gone: only corrected files bring data back.']
        : []),
      ...(first === undefined
        ? []
        : [
            `The archive holds ${counted(rowsOf(kept), 'row')} in ${counted(kept.length, 'table')}, ` +
              `${until === null ? 'until somebody drops them' : `until ${momentWords(until, timeZone).slice(0, 10)}`}. ` +
              `The ledger's owner can save them with \`cqube-replay archive export ${record.runId} --to FOLDER\`.`,
          ]),
      ...(last?.dropped === null || last?.dropped === undefined
        ? []
        : [
            `${rowsWord(rowsOf(gone))} dropped from the archive for good, ${momentWords(last.dropped.at, timeZone)}, ` +
              `${last.dropped.why === 'expired' ? 'past their time' : last.dropped.why}, by ${last.dropped.by}.`,
          ]),
    ],
  }
}
