import {connect, createServer, type AddressInfo, type Socket} from 'node:net'

/** A port that leads to another one, and can be taken away. */
export interface TcpProxy {
  readonly port: number
  /** Cuts what is connected, and refuses everybody, until it is opened again. */
  close(): Promise<void>
  open(): Promise<void>
}

export async function tcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const server = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1')
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    incoming.on('close', () => outgoing.destroy()).pipe(outgoing)
    outgoing.on('close', () => incoming.destroy()).pipe(incoming)
  })
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const {port} = server.address() as AddressInfo
  return {
    port,
    close: async () => {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open: async () => {
      if (!server.listening) await listen(port)
    },
  }
}
