/** Folders inside of the repository that hold what no commit should. */
export interface IgnoredFolders {
  readonly emission: string
  readonly outputs: string | null
}

const isInside = (folder: string | null): folder is string =>
  folder !== null && !folder.startsWith('/') && !folder.split('/').includes('..')

/** One text on every machine: requests are told apart by their bytes. */
export const gitAttributes = (requests: string): string =>
  `# Requests and settings are read byte by byte: their lines end alike on every machine.
/cqube-replay.yaml text eol=lf
/${requests}/** text eol=lf
# Made by cqube-replay, on the branch of the reports and by \`init\`: left out of the statistics of the languages.
/replay-reports/** text eol=lf linguist-generated
/schemas/*.schema.json text eol=lf linguist-generated
`

export const gitIgnore = ({emission, outputs}: IgnoredFolders): string =>
  [
    '# Addresses and passwords of the database stay on the machine.',
    '.env',
    ...(isInside(emission) ? ['# Documents for NiFi: the emission store, which is no part of the repository.'] : []),
    ...[emission, outputs].filter(isInside).map((folder) => `/${folder}/`),
    '',
  ].join('\n')

/** A sample: every line of it is a comment, so that nobody's review is asked for before somebody is named. */
export const codeOwners = (requests: string, isOnGithub: boolean): string =>
  `# Who must approve what (GitHub, GitLab). Name people or teams, remove the \`# \` in front of the lines below, and let the
# protected branch ask for their review: a merged request deletes data.
# /${requests}/ @your-organisation/data-owners
# /cqube-replay.yaml @your-organisation/operators
# /CODEOWNERS @your-organisation/operators
${isOnGithub ? '# /.github/ @your-organisation/operators\n' : ''}`
