import {createServer, connect, type AddressInfo, type Socket} from 'node:net'

/** Stands before a real server: passes every byte on, and cuts the connection in place of the replies that it is told to lose. */
export interface LossyProxy {
  readonly endpoint: string
  /** First lines of the requests that came, without the version: `PUT /bucket/key?x-id=PutObject`. */
  readonly requests: readonly string[]
  /** The server does what the next requests of this method ask for, and nobody hears of it. */
  loseReplies(method: string, times: number): void
  close(): Promise<void>
}

/** @param endpoint `http://127.0.0.1:7070` */
export async function startLossyProxy(endpoint: string): Promise<LossyProxy> {
  const {hostname, port} = new URL(endpoint)
  const requests: string[] = []
  const open = new Set<Socket>()
  const losses = new Map<string, number>()

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let isLost = false
    for (const socket of [client, upstream]) {
      open.add(socket)
      // What one side meets the other one sees as an end.
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (bytes) => {
      const [, method = '', path = ''] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(bytes.toString('latin1')) ?? []
      if (method !== '') requests.push(`${method} ${path}`)
      const left = losses.get(method) ?? 0
      if (left > 0) {
        losses.set(method, left - 1)
        isLost = true
      }
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      // The reply has come, so the server has done it.
      if (isLost) client.destroy()
      else client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    loseReplies: (method, times) => {
      losses.set(method, times)
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  }
}
