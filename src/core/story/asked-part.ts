import {sliceWords} from '../report/slice-words.ts'
import type {RequestRecord, RunRecord} from '../run/run-record.ts'
import {approvedWords} from './approved-words.ts'
import {counted, momentWords, nameOf} from './words.ts'
import type {StoryContext, StoryPart} from './story-parts.ts'

/** Who asked for what, why, and who approved it. */
export const askedPart = ({requests}: RunRecord, {timeZone}: StoryContext): StoryPart => ({
  heading: 'Who asked for it',
  lines: requests.flatMap((request) => {
    const approved = approvedWords(request.approval)
    return [
      introduced(request, timeZone),
      ...(approved === null ? [] : [approved]),
      ...request.slices.map(wanted(request)),
    ]
  }),
})

function introduced({introduction, paths, reason, ticket, repeatOf}: RequestRecord, timeZone: string): string {
  const who =
    introduction === null
      ? 'Somebody who is not known'
      : `${nameOf(introduction.author)}, ${momentWords(introduction.committedAt, timeZone)}`
  return [
    `${who}, in ${paths.join(' and ')}: "${reason}".`,
    ...(ticket === null ? [] : [`Ticket ${ticket}.`]),
    ...(repeatOf === null ? [] : [`It repeats run ${repeatOf} on purpose.`]),
  ].join(' ')
}

const wanted =
  ({rows}: RequestRecord) =>
  (slice: RequestRecord['slices'][number]): string => {
    const own = rows.filter(({dataSource}) => dataSource === slice.dataSource)
    const count = own.reduce((sum, {expected}) => sum + expected, 0)
    return `- ${slice.dataSource}, ${sliceWords(slice)}: the plan counted ${counted(count, 'row')} in ${counted(own.length, 'table')}`
  }
