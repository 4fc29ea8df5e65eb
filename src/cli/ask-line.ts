import {createInterface} from 'node:readline'
import {Writable} from 'node:stream'
import type {Terminal} from './terminal.ts'

/**
 * Asks a person for one line; the question goes to standard error, so that results can be piped on.
 * @returns null when nobody is there to answer
 */
export async function askLine({stdin, stderr}: Pick<Terminal, 'stdin' | 'stderr'>, question: string) {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null
  const output = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      stderr.write(new TextDecoder().decode(chunk))
      done()
    },
  })
  const lines = createInterface({input: stdin, output, terminal: false})
  try {
    return await new Promise<string>((resolve) => {
      lines.once('close', () => {
        resolve('')
      })
      lines.question(question, resolve)
    })
  } finally {
    lines.close()
  }
}
