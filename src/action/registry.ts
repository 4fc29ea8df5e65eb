/** The closed lists of what a workflow gives and gets. action.yml and docs/github-action.md are held equal to them by a test. */

interface Input {
  readonly description: string
  readonly default: string
}

export const inputs = {
  command: {description: 'What to do: `validate`, `plan` or `run`.', default: 'validate'},
  directory: {description: "The checkout of the operator's repository.", default: '.'},
  token: {
    description: 'Token for GitHub and for pushing reports; what it may do is said in docs/github-action.md.',
    default: '${{ github.token }}',
  },
  'app-id': {
    description: 'Id of a GitHub App whose tokens are used for GitHub instead, such as to look into teams.',
    default: '',
  },
  'app-private-key': {description: 'Private key (PEM) of that App; a token is made when it is needed.', default: ''},
  sarif: {description: 'Path to write a SARIF file to (`validate`).', default: ''},
  'verdict-file': {
    description:
      'Where `validate` leaves its verdict for a second workflow, and where that one (`on: workflow_run`) finds it.',
    default: '',
  },
  'pull-request': {description: 'Number of the pull request to `plan`, where the event names none.', default: ''},
  requests: {
    description:
      'Request files that `run` takes, with blanks or line breaks between their paths; empty: all that are pending.',
    default: '',
  },
  'dry-run': {description: 'Whether `run` does everything and rolls it back: `true` or `false`.', default: 'false'},
} as const satisfies Readonly<Record<string, Input>>

export type InputName = keyof typeof inputs

export const outputs = {
  'exit-code': 'Exit code, as of the command line.',
  outcome:
    'What it means: `done`, `problems`, `refused`, `remote_failed`, `stopped`, `report_not_pushed`, `other_runner` or `bug`.',
  code: 'Code of the error that ended the command (docs/errors.md); empty: none did.',
  errors: 'Number of errors in the files (`validate`, `plan`).',
  warnings: 'Number of warnings in the files (`validate`, `plan`).',
  rows: 'Rows that would be deleted (`plan`) or were deleted (`run`), each once.',
  sources: 'Data sources that are concerned, as a JSON array.',
  risk: 'Of a plan: `none`, `low`, `medium` or `high` (docs/github-action.md).',
  'comment-url': 'Address of the comment that was written; empty: none was.',
  'run-ids': 'Runs that were carried to their reports, as a JSON array.',
  'report-commit': 'Commit of the last report; empty: none was pushed.',
} as const satisfies Readonly<Record<string, string>>

export type OutputName = keyof typeof outputs
