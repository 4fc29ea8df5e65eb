/** The Action as a workflow names it: `owner/name@<commit>`, with what that commit is behind a `#`. */
export type ActionReference = string

const form = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}@([0-9a-f]{40})( # [^\r\n]*)?$/

/** Nobody's repository: the operator names the one that holds their copy. */
const placeholder = 'your-organisation/cqube-replay'

/** As the templates name it, and what is written where the program does not know what it was built from. */
export const unknownAction: ActionReference = `${placeholder}@${'0'.repeat(40)} # commit`

export const isActionReference = (text: string): boolean => form.test(text)

/** @param commit that the program was built from; null: not known */
export const builtAction = (commit: string | null, version: string): ActionReference =>
  commit === null ? unknownAction : `${placeholder}@${commit} # cqube-replay ${version}`

/** Whether a workflow with it would not start yet. */
export const isPlaceholder = (action: ActionReference): boolean => action.startsWith(`${placeholder}@`)

/** The one that a workflow of ours names, which was perhaps changed since; null: none, or one that is not pinned. */
export function actionIn(workflow: string): ActionReference | null {
  const [, reference] = /^ +uses: (?!actions\/)(.+)$/m.exec(workflow.replaceAll('\r\n', '\n')) ?? []
  return reference !== undefined && isActionReference(reference) ? reference : null
}
