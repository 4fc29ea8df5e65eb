import {visible} from '../core/problem-text.ts'
import type {Story} from '../core/story/story-parts.ts'
import {wrapped} from './text-table.ts'

interface StoryScreen {
  readonly timeZone: string
  readonly columns: number
}

const widest = 100

/** The story on a screen; lines that begin with `- ` are items. */
export function storyText({title, summary, events, parts}: Story, {timeZone, columns}: StoryScreen): string {
  const width = Math.min(widest, columns)
  const line = (text: string): string => {
    const shown = visible(text)
    if (!shown.startsWith('- ')) return wrapped(shown, '  ', width)
    return `  - ${wrapped(shown.slice(2), '    ', width).trimStart()}`
  }
  const happened = events.map(({at, text}) => {
    const indent = ' '.repeat(23)
    return `  ${at.padEnd(19)}  ${wrapped(visible(text), indent, width).trimStart()}`
  })
  return `${[
    [title, wrapped(summary, '', width)].join('\n'),
    ...(happened.length === 0 ? [] : [[`What happened (times of ${timeZone})`, ...happened].join('\n')]),
    ...parts.map(({heading, lines}) => [heading, ...lines.map(line)].join('\n')),
  ].join('\n\n')}\n`
}
