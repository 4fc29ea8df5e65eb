import {catalogueProblems} from '../catalogue/catalogue-problems.ts'
import {documentProblems} from '../document/document-problems.ts'
import {errorCatalogue, type ErrorCode} from '../error-catalogue.ts'
import {problemCatalogue, type ProblemCode} from '../problem-catalogue.ts'
import type {ProblemExample} from '../problem-entry.ts'
import {visible} from '../problem-text.ts'
import {requestProblems} from '../request/request-problems.ts'
import {settingsProblems} from '../settings/settings-problems.ts'
import {catalogueExamples} from './catalogue-examples.ts'
import {errorExamples} from './error-examples.ts'
import {problemsOfExample} from './example-problems.ts'
import {settingsExamples} from './settings-examples.ts'

interface Explained {
  readonly means: string
  readonly example: ProblemExample
}

/** What a problem's code means, and a file that has the problem. Every code has both. */
export function explainedProblem(code: ProblemCode): Explained {
  const {title, example} = problemCatalogue[code]
  if (example !== null) return {means: `${title}.`, example}
  const [settings, catalogue] = [settingsExamples, catalogueExamples].map(
    (examples) => (examples as Readonly<Record<string, {readonly means: string; readonly text: string}>>)[code],
  )
  const found = settings ?? catalogue
  if (found === undefined) throw new Error(`${code} has no example.`)
  const file = settings === undefined ? 'catalogue.yaml' : 'cqube-replay.yaml'
  return {means: found.means, example: {file, text: found.text}}
}

const groups: readonly {readonly title: string; readonly about: string; readonly codes: readonly string[]}[] = [
  {
    title: 'Files of any kind',
    about: 'Whatever a file is for, it must be readable. A file with one of these is not read further.',
    codes: Object.keys(documentProblems),
  },
  {
    title: 'Requests',
    about: 'An error keeps the request from being taken by a run; a warning or a note does not.',
    codes: Object.keys(requestProblems),
  },
  {
    title: 'Settings',
    about: 'One mistake in `cqube-replay.yaml`, and nothing is started.',
    codes: Object.keys(settingsProblems),
  },
  {
    title: 'Catalogue files',
    about: 'The file of `cqube-replay db catalogue apply` is applied as a whole or not at all.',
    codes: Object.keys(catalogueProblems),
  },
]

const longest = 400
const fenced = (text: string): string => `\`\`\`text\n${text}\n\`\`\``

/** Line breaks stay; what cannot be seen is named, and a file that is too long is cut. */
function shownText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, 60)} … (${text.length} characters)` : text.trimEnd()
  return cut.split('\n').map(visible).join('\n')
}

function shownFile({file, text, kind}: ProblemExample): string {
  if (kind !== undefined) return `${file} (${kind})`
  return text === null ? `${file} (removed)` : `${file}:\n\n${shownText(text)}`
}

function shownExample(example: ProblemExample): string {
  const {file, before, beside} = example
  const earlier =
    before &&
    `${file}, on the protected branch${before.runId === null ? '' : ', has run'}:\n\n${shownText(before.text)}`
  const other = beside && `${beside.file}:\n\n${shownText(beside.text)}`
  return [earlier, other, shownFile(example)].filter((each) => each !== undefined).join('\n\n')
}

function problemSection(code: ProblemCode): string {
  const {severity, fix} = problemCatalogue[code]
  const {means, example} = explainedProblem(code)
  const told = problemsOfExample(example).find((problem) => problem.code === code)
  if (told === undefined) throw new Error(`The example of ${code} does not have it.`)
  const said = `${told.place.line}:${told.place.column} ${told.code}: ${told.what}`
  return [
    `### ${code}`,
    `${means} (${severity})`,
    fenced(shownExample(example)),
    'It says:',
    fenced(visible(said)),
    `**Fix:** ${fix}`,
  ].join('\n\n')
}

function errorSection(code: ErrorCode): string {
  const {exit, fix} = errorCatalogue[code]
  const {means, example} = errorExamples[code]
  return [`### ${code}`, `${means} (exit code ${exit})`, fenced(`${code}: ${example}`), `**Fix:** ${fix}`].join('\n\n')
}

const introduction = `# Errors and problems

Every message of cqube-replay begins with one of these codes. They are permanent: scripts may branch on them, and a code keeps its
anchor on this page (\`#month_out_of_range\`). This page is made of the same catalogues as the messages, by \`scripts/generate-errors.mjs\`;
a test fails when it is older than they are.

A _problem_ is a mistake in a file: \`cqube-replay validate\` shows all of them at once, each with its place and fix, and needs no
database. A _failed act_ ends a command with an exit code of its own.`

/** docs/errors.md, unformatted. A pure function of the catalogues and their examples. */
export function errorsPage(): string {
  const problems = groups.flatMap(({title, about, codes}) => [
    `## ${title}`,
    about,
    ...codes.map((code) => problemSection(code as ProblemCode)),
  ])
  const acts = (Object.keys(errorCatalogue) as ErrorCode[]).map(errorSection)
  const about = 'What the command left behind is said in each message; the exit codes are those of the README.'
  return `${[introduction, ...problems, '## Failed acts', about, ...acts].join('\n\n')}\n`
}
