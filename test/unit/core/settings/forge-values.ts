/** A key, values it takes, values it does not, and the code these are refused with. */
export type SettingValues = readonly [key: string, taken: readonly string[], refused: readonly string[], code: string]

/** Of what GitHub, or who approves, has a part in. */
export const forgeValues: readonly SettingValues[] = [
  ['approval.provider', ['none'], ['gitlab', '""'], 'SETTINGS_NOT_ONE_OF'],
  ['approval.provider', [], ['github', 'signed-commits'], 'SETTINGS_APPROVERS_MISSING'],
  [
    'approval.approvers',
    ['[]', '[asha-rao, state/data-owners]', '[asha@example.org]'],
    ['[state/data/owners]', '["*"]', '["*@example.org"]', '[-asha]', '["asha rao"]'],
    'SETTINGS_APPROVER_INVALID',
  ],
  ['approval.approvals', ['1', '10'], ['0', '11'], 'SETTINGS_OUT_OF_RANGE'],
  ['approval.approvals_large', ['1', '10'], ['0', '11'], 'SETTINGS_OUT_OF_RANGE'],
  ['approval.large_from_rows', ['1', 'never'], ['0'], 'SETTINGS_OUT_OF_RANGE'],
  ['approval.signers_file', ['allowed_signers', 'keys/a.b'], ['/etc/x', '../x', '.git'], 'SETTINGS_PATH_UNSAFE'],
  [
    'github.api_url',
    ['https://github.example.org/api/v3', 'http://127.0.0.1:8080/api', 'none'],
    ['http://github.example.org', 'https://github.example.org/?x', 'github.example.org', '""'],
    'SETTINGS_API_URL_INVALID',
  ],
  ['github.repository', ['state/replays', 'none'], ['replays', 'a/b/c', '/a'], 'SETTINGS_REPOSITORY_INVALID'],
  ['github.timeout_seconds', ['1', '120'], ['0', '121'], 'SETTINGS_OUT_OF_RANGE'],
  ['pull_requests.comment', ['true', 'false'], ['yes'], 'SETTINGS_NOT_A_SWITCH'],
  ['pull_requests.commit_expect', ['true'], ['1'], 'SETTINGS_NOT_A_SWITCH'],
  ['pull_requests.plan_by_daemon', ['true'], ['on'], 'SETTINGS_NOT_A_SWITCH'],
]
