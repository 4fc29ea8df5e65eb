import {spawn} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {certificate} from './certificate.ts'
import type {GitRemote} from './git-remote.ts'

export interface GitHttps {
  readonly address: string
  /** What git needs to trust the server. */
  readonly environment: Readonly<Record<string, string>>
  /** User and password of each request that had them. */
  readonly credentials: readonly string[]
  /** Arguments of all processes of this machine, as they were while a request with credentials was answered. */
  readonly commandLines: readonly string[]
  close(): Promise<void>
}

/** What `ps` would show to anybody. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
      } catch {
        return []
      }
    })
}

/** The bare remote by https, for those who know the password; others are asked for it, as a forge does. */
export async function serveByHttps(remote: GitRemote, password: () => string): Promise<GitHttps> {
  remote.git(['config', 'http.receivepack', 'true'])
  const {key, cert, path} = certificate(remote.root)
  const [credentials, lines]: [string[], string[]] = [[], []]
  const server = createServer({key, cert}, (request, response) => {
    const given = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
    if (given !== '') {
      credentials.push(given)
      lines.push(...commandLines())
    }
    if (given.split(':')[1] !== password()) {
      request.resume()
      const status = given === '' ? 401 : 403
      response.writeHead(status, {'WWW-Authenticate': 'Basic realm="forge"', 'Content-Type': 'text/plain'})
      response.end(`No, ${given}.\n`)
      return
    }
    const {pathname, search} = new URL(request.url ?? '/', 'https://localhost')
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...remote.environment,
        GIT_PROJECT_ROOT: remote.root,
        GIT_HTTP_EXPORT_ALL: '1',
        REQUEST_METHOD: request.method ?? 'GET',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        REMOTE_USER: 'runner',
      },
    })
    request.pipe(backend.stdin)
    const output: Buffer[] = []
    backend.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    backend.on('close', () => {
      const answer = Buffer.concat(output)
      const end = answer.indexOf('\r\n\r\n')
      const headers = answer
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(': ') as [string, string])
      const status = Number(headers.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200)
      response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')))
      response.end(answer.subarray(end + 4))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `https://localhost:${(server.address() as AddressInfo).port}/remote.git`,
    environment: {GIT_SSL_CAINFO: path},
    credentials,
    commandLines: lines,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
