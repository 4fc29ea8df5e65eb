import packageJson from '../../package.json' with {type: 'json'}
import {builtAction, type ActionReference} from '../core/init/action-reference.ts'

/** Put in by scripts/build.mjs: a commit, or null where it was built outside of a checkout. */
declare const BUILT_FROM_COMMIT: string | null | undefined

/** The Action of the commit that this program was built from. */
export const ownAction = (): ActionReference =>
  builtAction(typeof BUILT_FROM_COMMIT === 'string' ? BUILT_FROM_COMMIT : null, packageJson.version)
