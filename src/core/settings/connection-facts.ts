/** One part of the connection to the database: what holds, and where it was said. Never a password. */
export interface ConnectionFact {
  readonly name: 'host' | 'port' | 'database' | 'user' | 'password' | 'sslmode'
  /** Null: nobody says it, so the client's own rule decides. */
  readonly value: string | null
  /** Name of the environment variable. */
  readonly from: string | null
}

type Environment = Readonly<Record<string, string | undefined>>
type Name = ConnectionFact['name']

/** Without a password: whether there is one is a fact, too. */
const hidden = 'set, not shown'

const variables: Readonly<Record<Name, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  database: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  sslmode: 'PGSSLMODE',
}

/**
 * How the environment names the database: DATABASE_URL, where it says nothing the PG… variables, as the client reads them.
 * A DATABASE_URL that is no address is told as such and not quoted: it may hold a password.
 */
export function connectionFacts(environment: Environment): readonly ConnectionFact[] {
  const address = environment['DATABASE_URL'] ?? ''
  const parts = address === '' ? {} : partsOf(address)
  return (Object.keys(variables) as Name[]).map((name) => {
    const variable = variables[name]
    const ambient = environment[variable] ?? ''
    const said = parts === null ? 'no address, not shown' : (parts[name] ?? '')
    if (said !== '') return fact(name, said, 'DATABASE_URL')
    return ambient === '' ? {name, value: null, from: null} : fact(name, ambient, variable)
  })
}

const fact = (name: Name, text: string, from: string): ConnectionFact => ({
  name,
  value: name === 'password' ? hidden : text,
  from,
})

/** `postgresql://user:password@host:port/database?sslmode=…`, or the folder of a socket and the database after a blank. */
function partsOf(address: string): Partial<Record<Name, string>> | null {
  if (address.startsWith('/')) {
    const [host = '', database = ''] = address.split(' ')
    return {host, database}
  }
  // What stands before the first colon of `user:password@host` would be taken for a scheme.
  if (!/^postgres(ql)?:\/\//.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  const asked = (name: Name): string => url.searchParams.get(name) ?? ''
  return {
    host: asked('host') || decoded(url.hostname),
    port: asked('port') || url.port,
    database: decoded(url.pathname.slice(1)),
    user: asked('user') || decoded(url.username),
    password: asked('password') || url.password,
    sslmode: asked('sslmode'),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
