import {isSecretName, isSecretText} from '../core/settings/secrets.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Names of ours, and of inputs, that the words people use do not cover. */
const ourSecrets = /^(CQUBE_REPLAY|INPUT)_.*[_-](KEY|TOKEN|PASSWORD)$/
/** Where a secret lies, or whose it is. */
const notSecret = /_(FILE|PATH|DIR|URL|URI|HOST|USER|ID|SOCK)$/i
/** Shorter ones would black out half of the log, and keep nothing secret. */
const shortest = 4

const isSecret = (name: string): boolean => ourSecrets.test(name) || (isSecretName(name) && !notSecret.test(name))

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `password=…` as in a connection string of PostgreSQL, with or without quotes. */
const named = /\b(?:password|passwd|pwd|secret|token)\s*[=:]\s*(?:'([^']*)'|"([^"]*)"|([^\s;,]+))/gi

/** As they are written, and as they are meant; a user without a password is a token. */
function passwordsIn(address: string): string[] {
  if (!URL.canParse(address)) return [...address.matchAll(named)].flatMap(([, ...values]) => values.filter(Boolean))
  const {username, password, searchParams} = new URL(address)
  const asked = searchParams.get('password') ?? ''
  return [password === '' ? '' : `${username}:${password}`, password === '' ? username : password, asked]
}

/**
 * Every text that no log may show: values of secret variables, each line of a key, passwords in addresses and the
 * addresses themselves.
 */
export function secretTexts(environment: Environment): readonly string[] {
  const found = Object.entries(environment).flatMap(([name, value = '']) => {
    const written = isSecretText(value) ? [value, ...passwordsIn(value)] : isSecret(name) ? [value] : []
    const query = name === 'DATABASE_URL' ? passwordsIn(value).slice(-1) : []
    return [...written, ...query].flatMap((text) => [text, decoded(text), ...text.split(/\r?\n/)])
  })
  const texts = found.map((text) => text.trim()).filter((text) => text.length >= shortest && !text.startsWith('-----'))
  return [...new Set(texts)]
}
