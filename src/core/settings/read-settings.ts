import {readDocument} from '../document/read-document.ts'
import {switchRule} from '../document/scalar-rules.ts'
import {openSection, type Section, type SectionContext} from '../document/section.ts'
import {byPlace, isError, type Place, type Problem} from '../problem.ts'
import {problemCatalogue} from '../problem-catalogue.ts'
import {engine} from './emission-rules.ts'
import {approvalOf, githubOf, pullRequestsOf} from './forge-sections.ts'
import {nifiOf} from './nifi-section.ts'
import {decimal, integer, integerOrNever} from './number-rules.ts'
import {foldersOverlap, folderInRepository, timeZone} from './place-rules.ts'
import {
  archiveOf,
  databaseOf,
  emissionOf,
  gitOf,
  ingestionOf,
  limitsOf,
  outputsOf,
  s3Of,
  scheduleOf,
} from './settings-sections.ts'
import {findSecrets, mayHoldSecret} from './secrets.ts'
import {settingsProblems} from './settings-problems.ts'
import type {Settings} from './settings.ts'
import {readAddedSources} from './source-rules.ts'

const trueOrFalse = switchRule('SETTINGS_NOT_A_SWITCH')

/** `settings` is null exactly when one of the problems is an error. */
export interface ReadSettings {
  readonly settings: Settings | null
  readonly problems: readonly Problem[]
  /** Keys whose values stand in the file. */
  readonly set: readonly SetKey[]
}

/** A key that the file sets; `path` is `git.branch` for `branch` below `git`. */
export interface SetKey {
  readonly path: string
  readonly value: unknown
  readonly place: Place
}

/**
 * Reads `cqube-replay.yaml`: every mistake at once, every key that is left out at its default (docs/settings.md).
 * No problem shows the value of anything that looks like a secret.
 * @param bytes null when there is no such file: all defaults
 */
export function readSettings(bytes: Uint8Array | null, file: string): ReadSettings {
  if (bytes === null || isBlank(bytes))
    return {settings: settingsOf(sectionOf({}, noPlace(file), [], [])), problems: [], set: []}
  const document = readDocument(bytes, file)
  if (document.problems.some(isError))
    return {settings: null, problems: withoutSecrets(document.problems, bytes), set: []}
  const problems = [...document.problems]
  const placeOf: SectionContext['placeOf'] = (pointer, part) => document.placeOf(pointer, part)
  const set: SetKey[] = []
  const settings = settingsOf(sectionOf(document.value, placeOf, problems, set))
  return {settings: problems.some(isError) ? null : settings, problems: problems.sort(byPlace), set}
}

/** Nothing but blank lines and comments. */
const isBlank = (bytes: Uint8Array): boolean => /^(\s*(#[^\n]*)?(\n|$))*$/.test(new TextDecoder().decode(bytes))

const noPlace =
  (file: string): SectionContext['placeOf'] =>
  (pointer) => ({file, line: 1, column: 1, pointer})

/** Problems of reading quote the file (`password: *x` is an alias to YAML), so near a secret only their title is told. */
function withoutSecrets(problems: readonly Problem[], bytes: Uint8Array): readonly Problem[] {
  if (!mayHoldSecret(new TextDecoder().decode(bytes))) return problems
  return problems.map((problem) => ({
    ...problem,
    place: {...problem.place, pointer: ''},
    what: `${problemCatalogue[problem.code].title}; it is not quoted, since the file seems to hold a secret.`,
  }))
}

function sectionOf(value: unknown, placeOf: SectionContext['placeOf'], problems: Problem[], set: SetKey[]): Section {
  const secrets = findSecrets(value)
  for (const {shownPointer, name} of secrets) {
    problems.push({
      code: 'SETTINGS_HOLD_SECRET',
      severity: 'error',
      place: placeOf(shownPointer, 'value'),
      what: `${name === null ? 'A name here' : `\`${name}\``} looks like a secret, which everyone who reads the repository could use.`,
      fix: settingsProblems.SETTINGS_HOLD_SECRET,
    })
  }
  return openSection(value, '', {
    placeOf,
    problems,
    fixes: settingsProblems,
    codes: {shape: 'SETTINGS_SHAPE', unknownKey: 'SETTINGS_KEY_UNKNOWN', twice: 'SETTINGS_TWICE'},
    hidden: new Set(secrets.map(({pointer}) => pointer)),
    taken: (pointer, taken) => {
      set.push({path: pointer.slice(1).replaceAll('/', '.'), value: taken, place: placeOf(pointer, 'key')})
    },
  })
}

function settingsOf(root: Section): Settings {
  const addedSources = readAddedSources(root.section('added_sources'))
  const requests = root.section('requests')
  const stockReplay = root.section('stock_replay')
  const run = root.section('run')
  const settings: Settings = {
    timeZone: root.scalar('time_zone', timeZone, 'Asia/Kolkata'),
    paused: root.scalar('paused', trueOrFalse, false),
    requestsDirectory: requests.scalar('directory', folderInRepository, 'replay-requests'),
    git: gitOf(root.section('git')),
    database: databaseOf(root.section('database')),
    engine: root.scalar('engine', engine, 'postgres'),
    emission: emissionOf(root.section('emission')),
    archive: archiveOf(root.section('archive'), addedSources),
    limits: limitsOf(root.section('limits'), addedSources),
    approval: approvalOf(root.section('approval')),
    github: githubOf(root.section('github')),
    pullRequests: pullRequestsOf(root.section('pull_requests')),
    requireExpect: root.scalar('require_expect', trueOrFalse, true),
    driftTolerancePercent: root.scalar('drift_tolerance_percent', decimal({from: 0, to: 100}), 0),
    stockReplayIgnoreAfterMinutes: stockReplay.scalar(
      'ignore_open_rows_after_minutes',
      integerOrNever(1, 1_000_000),
      null,
    ),
    run: {
      leaseSeconds: run.scalar('lease_seconds', integer(15, 3600), 120),
      resumeWithinHours: run.scalar('resume_within_hours', integer(1, 720), 24),
    },
    outputs: outputsOf(root.section('outputs')),
    s3: s3Of(root.section('s3')),
    nifi: nifiOf(root.section('nifi')),
    ingestion: ingestionOf(root.section('ingestion')),
    schedule: scheduleOf(root.section('schedule')),
    addedSources,
  }
  for (const section of [root, requests, stockReplay, run]) section.finish()
  complainOfPairs(root, requests, settings)
  return settings
}

/** Keys that do not go together. */
function complainOfPairs(root: Section, requests: Section, settings: Settings): void {
  if (foldersOverlap(settings.requestsDirectory, settings.git.reportsDirectory)) {
    const [section, key] = requests.has('directory')
      ? [requests, 'directory']
      : [root.section('git'), 'reports_directory']
    section.complain(
      'SETTINGS_DIRECTORIES_OVERLAP',
      `Requests are read from "${settings.requestsDirectory}" and reports written to "${settings.git.reportsDirectory}", so reports could be taken for requests.`,
      key,
    )
  }
  if (settings.ingestion.embedded && settings.emission.storage !== 'local') {
    root
      .section('ingestion')
      .complain(
        'SETTINGS_EMBEDDED_NEEDS_LOCAL',
        '`embedded` is true, and `emission.storage` is not `local`: the embedded ingestion reads files of a directory.',
        'embedded',
      )
  }
  const {nifi} = settings
  if (nifi.address === null) {
    const isTriggered = settings.engine === 'nifi' && nifi.trigger === 'run'
    const needs = nifi.loadingGroups.length > 0 ? 'loading_groups' : 'trigger'
    if (isTriggered || nifi.loadingGroups.length > 0) {
      const what = `\`nifi.${needs}\` makes a run speak to NiFi, and \`nifi.address\` is not set.`
      root.section('nifi').complain('SETTINGS_NIFI_ADDRESS_MISSING', what, needs)
    }
  }
}
