import {connect} from 'node:net'

/** Version 3.0 of the frontend/backend protocol, in use since PostgreSQL 7.4. */
const protocol = 196_608

function startupPacket(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`, 'utf8')
  const packet = Buffer.alloc(8 + parameters.length)
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(protocol, 4)
  parameters.copy(packet, 8)
  return packet
}

/** Authentication request for a password by SCRAM. */
const sasl = 10

/** @returns the server's version once the whole greeting has arrived, null before, false when the server refuses. */
function versionInGreeting(bytes: Buffer): string | null | false {
  let version: string | null = null
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    const type = String.fromCharCode(bytes.readUInt8(at))
    const body = bytes.subarray(at + 5, at + 1 + bytes.readInt32BE(at + 1))
    if (type === 'E') return false
    if (type === 'Z') return version
    // A server that does not take connections yet refuses before it asks.
    if (type === 'R' && body.readInt32BE(0) === sasl) return ''
    if (type !== 'S') continue
    const [name, value] = body.toString('utf8').split('\0')
    if (name === 'server_version') version = value ?? null
  }
  return null
}

/**
 * Logs in without a client library, which only the postgres adapter may use, and logs out again.
 * @returns the version of the server, such as "18.4", empty when it asks for a password; null when none answers, or not as PostgreSQL, or not yet
 */
export function probe(port: number, user: string, database: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({host: '127.0.0.1', port})
    let received = Buffer.alloc(0)
    const finish = (version: string | null): void => {
      socket.end(Buffer.from([0x58, 0, 0, 0, 4]))
      socket.destroySoon()
      resolve(version)
    }
    socket.setTimeout(2_000, () => {
      finish(null)
    })
    socket.on('error', () => {
      resolve(null)
    })
    socket.on('close', () => {
      resolve(null)
    })
    socket.on('connect', () => socket.write(startupPacket(user, database)))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const version = versionInGreeting(received)
      if (version !== null) finish(version === false ? null : version)
    })
  })
}
