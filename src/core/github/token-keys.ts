/** Where the token for an https remote is: in this variable, or in the file that the other one names. */
export const gitTokenKeys = {
  token: 'CQUBE_REPLAY_GIT_TOKEN',
  file: 'CQUBE_REPLAY_GIT_TOKEN_FILE',
  user: 'CQUBE_REPLAY_GIT_USER',
} as const

/** Where that for GitHub's interface is; with an App, one is made whenever it is needed. Without both, that of git is taken. */
export const githubTokenKeys = {
  token: 'CQUBE_REPLAY_GITHUB_TOKEN',
  file: 'CQUBE_REPLAY_GITHUB_TOKEN_FILE',
  appId: 'CQUBE_REPLAY_GITHUB_APP_ID',
  /** PEM. */
  appKey: 'CQUBE_REPLAY_GITHUB_APP_KEY',
  appKeyFile: 'CQUBE_REPLAY_GITHUB_APP_KEY_FILE',
} as const
