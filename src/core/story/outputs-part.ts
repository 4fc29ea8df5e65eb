import type {OutputAction, OutputRecord} from '../outputs/output-record.ts'
import type {RunRecord} from '../run/run-record.ts'
import {counted} from './words.ts'
import type {StoryPart} from './story-parts.ts'

/** What readers of cQube's reports see since. */
export const outputsPart = ({outputs}: RunRecord): StoryPart => ({
  heading: "What cQube's reports show",
  lines: outputs.some(({action}) => action === 'off')
    ? [
        'Nobody looks after their files (`outputs.directory` is `none`): they show what was deleted until corrected files are loaded.',
      ]
    : told.flatMap(([kinds, actions, text]) => {
        const found = outputs.filter(({kind, action}) => kinds.includes(kind) && actions.includes(action))
        const objects = found.reduce((sum, output) => sum + output.objects, 0)
        return objects === 0 ? [] : [text(objects, found)]
      }),
})

type Told = readonly [
  kinds: readonly OutputRecord['kind'][],
  actions: readonly OutputAction[],
  text: (objects: number, outputs: readonly OutputRecord[]) => string,
]

const files = (count: number): string => `${counted(count, 'output file')} ${count === 1 ? 'is' : 'are'}`

const told: readonly Told[] = [
  [
    ['object'],
    ['archived', 'gone'],
    (n) => `${files(n)} out of the way: of the periods that they show no row is left. They were moved, not deleted.`,
  ],
  [
    ['object'],
    ['kept'],
    (n) => `${files(n)} of periods without any row, and still in place, as \`outputs.stale: keep\` asks.`,
  ],
  [
    ['object', 'spanning', 'store'],
    ['stale'],
    (n) => `${files(n)} stale: they show what was deleted until corrected files are loaded.`,
  ],
  [
    ['option file'],
    ['written', 'unchanged'],
    (n) => `${counted(n, 'list')} of choices on cQube's replay page ${n === 1 ? 'fits' : 'fit'} the tables.`,
  ],
  [['view'], ['refreshed'], (n) => `${counted(n, 'materialized view')} refreshed.`],
  [
    ['option file', 'view', 'object', 'spanning', 'store'],
    ['failed', 'planned'],
    (n, outputs) =>
      [
        `${counted(n, 'output')} ${n === 1 ? 'is' : 'are'} not done yet.`,
        ...outputs.slice(0, 3).map(({name, detail}) => (detail === null ? `${name}.` : `${name}: ${detail}`)),
        ...(outputs.length > 3 ? ['The report names the others.'] : []),
      ].join(' '),
  ],
]
