import {createHash} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import type {AddressInfo} from 'node:net'

export interface FakeObject {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** What the next request of a kind meets. */
export interface Fault {
  readonly method: string
  /**
   * `lost`: done, and the connection is cut before the answer. `cut`: not done. A number: that status, not done.
   * Of an answer that is read: `half` comes and the connection is cut, or `stalled`, half comes and nothing after it.
   * `endless`: a page of a listing says that more follows, and not where.
   */
  readonly meets: 'lost' | 'cut' | 'half' | 'stalled' | 'endless' | number
  /** Runs before the fault: what somebody else does in that moment. */
  readonly meanwhile?: () => unknown
}

export interface FakeS3 {
  readonly endpoint: string
  /** By bucket and key, as in a path. */
  readonly objects: Map<string, FakeObject>
  /** `PUT bucket/key`, as they came. */
  readonly requests: string[]
  readonly faults: Fault[]
  close(): Promise<void>
}

export interface FakeS3Options {
  readonly buckets: readonly string[]
  /** Keys of one page of a listing. */
  readonly pageSize?: number
  /** A server of the kind that takes `If-None-Match` and does not hold it. */
  readonly ignoresConditions?: boolean
  /** In PEM; absent: plain http. */
  readonly tls?: {readonly key: Buffer; readonly cert: Buffer}
}

const etagOf = (bytes: Uint8Array): string => `"${createHash('md5').update(bytes).digest('hex')}"`
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, {'content-type': 'application/xml'})
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

const codes: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  409: 'ConditionalRequestConflict',
  412: 'PreconditionFailed',
  500: 'InternalError',
  501: 'NotImplemented',
  503: 'SlowDown',
}

/** An S3 server in this process, path style only, that checks no signature: for tests of what the network does. */
export async function startFakeS3({
  buckets,
  pageSize = 1000,
  ignoresConditions = false,
  tls,
}: FakeS3Options): Promise<FakeS3> {
  const objects = new Map<string, FakeObject>()
  const requests: string[] = []
  const faults: Fault[] = []

  const list = (response: ServerResponse, bucket: string, query: URLSearchParams): void => {
    const after = query.get('continuation-token') ?? ''
    const prefix = `${bucket}/${query.get('prefix') ?? ''}`
    const keys = [...objects.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(bucket.length + 1))
    const left = keys.sort().filter((key) => key > after)
    const page = left.slice(0, pageSize)
    // As MinIO does, a full page at the very end is followed by an empty one.
    const isTruncated = page.length === pageSize
    const contents = page.map((key) => `<Contents><Key>${escaped(key)}</Key><Size>1</Size></Contents>`).join('')
    const token = isTruncated ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : ''
    response.writeHead(200, {'content-type': 'application/xml'})
    response.end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${token}${contents}</ListBucketResult>`,
    )
  }

  /** @returns the status, with the objects changed already */
  const put = (path: string, request: IncomingMessage, bytes: Buffer): number => {
    if (request.headers['if-none-match'] === '*' && objects.has(path) && !ignoresConditions) return 412
    const kept = Object.entries(request.headers).filter(
      ([name]) => name.startsWith('x-amz-meta-') || name === 'content-type',
    )
    objects.set(path, {bytes, headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))})
    return 200
  }

  const remove = (path: string, request: IncomingMessage): number => {
    const [found, wanted] = [objects.get(path), request.headers['if-match']]
    if (found !== undefined && wanted !== undefined && etagOf(found.bytes) !== wanted) return 412
    objects.delete(path)
    return 204
  }

  const get = (response: ServerResponse, path: string): void => {
    const found = objects.get(path)
    if (found === undefined) {
      fail(response, 404, 'NoSuchKey')
      return
    }
    response.writeHead(200, {...found.headers, etag: etagOf(found.bytes)})
    response.end(found.bytes)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const path = decodeURIComponent(url.pathname.slice(1))
    const [bucket = ''] = path.split('/')
    const method = request.method ?? ''
    const bytes = await bodyOf(request)
    requests.push(`${method} ${path}`)
    const index = faults.findIndex((fault) => fault.method === method)
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    fault?.meanwhile?.()
    if (fault?.meets === 'cut') {
      request.socket.destroy()
      return
    }
    if (fault?.meets === 'half' || fault?.meets === 'stalled') {
      response.writeHead(200, {'content-type': 'application/xml', 'content-length': '5000'})
      response.write('<?xml version="1.0"?><ListBucketResult>', () => {
        if (fault.meets === 'half') setImmediate(() => request.socket.destroy())
      })
      return
    }
    if (fault?.meets === 'endless') {
      response.writeHead(200, {'content-type': 'application/xml'})
      response.end('<?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>')
      return
    }
    if (typeof fault?.meets === 'number') fail(response, fault.meets, codes[fault.meets] ?? 'Unknown')
    else if (!buckets.includes(bucket)) fail(response, 404, 'NoSuchBucket')
    else if (method === 'GET' && url.searchParams.has('list-type')) list(response, bucket, url.searchParams)
    else if (method === 'GET') get(response, path)
    else {
      const status = method === 'PUT' ? put(path, request, bytes) : remove(path, request)
      if (fault?.meets === 'lost') request.socket.destroy()
      else if (status >= 400) fail(response, status, codes[status] ?? 'Unknown')
      else response.writeHead(status, {etag: etagOf(bytes)}).end()
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.destroy())
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
