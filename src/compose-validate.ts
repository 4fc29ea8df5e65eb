import type {Surroundings} from './compose.ts'
import type {Settings} from './core/settings/settings.ts'
import type {CheckoutHistory} from './ports/checkout-history.ts'

/** Loaded only for `validate --changed-since`: a plain `validate` needs no git. */
export async function openCheckoutHistory(
  {root: directory, environment}: Surroundings,
  {git, requestsDirectory}: Settings,
  settingsPath: string,
): Promise<CheckoutHistory> {
  const {createCheckoutHistory} = await import('./adapters/git/checkout-history.ts')
  return createCheckoutHistory({directory, environment, settings: git, requestsDirectory, settingsPath})
}

/** Puts a result into a file, in one step, whatever was there. @throws {ReplayError} FILE_UNREADABLE */
export async function writeResult(path: string, text: string): Promise<void> {
  const {writeResultFile} = await import('./adapters/local-directory/result-file.ts')
  await writeResultFile(path, text)
}
