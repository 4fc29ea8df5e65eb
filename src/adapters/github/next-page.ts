import {failure, type Asked} from './github-failure.ts'

/**
 * Where a list goes on. Source: RFC 8288, as GitHub writes it.
 * @returns null: here it ends
 * @throws {ReplayError} GITHUB_FAILED when it goes on at another server
 */
export function nextPage(asked: Asked, link: string | null): string | null {
  const found = link?.split(/,\s*(?=<)/).find((one) => /;\s*rel="?next"?\s*(;|$)/i.test(one))
  if (found === undefined) return null
  const [, address = ''] = /^\s*<([^>]*)>/.exec(found) ?? []
  if (URL.canParse(address) && new URL(address).origin === new URL(asked.apiUrl).origin) return address
  throw failure('GITHUB_FAILED', asked, 'the list goes on at another server')
}
