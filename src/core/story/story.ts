import {figure} from '../plan/figures.ts'
import {outcomeOf, outcomeWords} from '../report/outcome.ts'
import {totalsOf} from '../report/totals.ts'
import type {RunRecord} from '../run/run-record.ts'
import {archivePart} from './archive-part.ts'
import {askedPart} from './asked-part.ts'
import {awaitedPart} from './awaited-part.ts'
import {eventsOf} from './events.ts'
import {nextPart} from './next-part.ts'
import {outputsPart} from './outputs-part.ts'
import {leftOutPart, refusedPart} from './refused-part.ts'
import type {Story, StoryContext} from './story-parts.ts'
import {rowsWord} from './words.ts'

/** A pure function of what the ledger knows of the run. Parts without anything to tell are left out. */
export function storyOf(record: RunRecord, context: StoryContext): Story {
  const parts = [
    askedPart(record, context),
    refusedPart(record),
    leftOutPart(record),
    outputsPart(record),
    awaitedPart(record, context),
    archivePart(record, context),
    nextPart(record, context),
  ]
  return {
    title: `Run ${record.runId}`,
    summary: summaryOf(record),
    events: eventsOf(record, context),
    parts: parts.filter(({lines}) => lines.length > 0),
  }
}

function summaryOf(record: RunRecord): string {
  const {deleted, archived} = totalsOf(record)
  if (record.state !== 'reported' && record.failure === null) {
    return `It is not over yet. ${deleted === 0 ? 'Nothing was deleted so far.' : `${rowsWord(deleted)} deleted so far.`}`
  }
  const kept =
    archived === deleted
      ? 'all of them archived'
      : archived === 0
        ? 'none archived'
        : `${figure(archived)} of them archived`
  const rows = deleted === 0 ? 'No row was deleted.' : `${rowsWord(deleted)} deleted, ${kept}.`
  return `${outcomeWords[outcomeOf(record)]}. ${rows}`
}
