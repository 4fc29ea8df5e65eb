import type {Settings} from '../settings/settings.ts'

/** `github-server`: GitHub Enterprise Server, which has no runners of its own and no artifacts of today's actions. */
export type Forge = 'none' | 'github' | 'github-server'

/** @param address of a remote, or of GitHub's interface. @returns null for a path */
export function hostOf(address: string): string | null {
  const [, host] = /^(?:https?|ssh):\/\/(?:[^/@]*@)?([^/:]+)/.exec(address) ?? /^[^/@]+@([^/:]+):/.exec(address) ?? []
  return host?.toLowerCase() ?? null
}

/** github.com, or GitHub's cloud at a name of the company's: `*.ghe.com`. */
const isCloud = (host: string): boolean => /(^|\.)(github\.com|ghe\.com)$/.test(host)

export interface ForgeHints {
  /** Of the remote. */
  readonly address: string | null
  readonly apiUrl: Settings['github']['apiUrl']
  /** Whether somebody said so. */
  readonly isGithub: boolean
}

/** What hosts the repository, as far as its remote and settings tell. */
export function forgeOf({address, apiUrl, isGithub}: ForgeHints): Forge {
  const host = hostOf(apiUrl ?? address ?? '')
  if (host !== null && isCloud(host)) return 'github'
  const isServer = host !== null && (apiUrl !== null || host.includes('github') || isGithub)
  if (isServer) return 'github-server'
  return isGithub ? 'github' : 'none'
}
