import {execFileSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'

/** A disk of 64 KiB; null, with a line on stderr, where this process may not mount one. */
export function mountSmallDisk(directory: string): {readonly path: string; readonly unmount: () => void} | null {
  const path = join(directory, 'disk')
  mkdirSync(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], {stdio: 'pipe'})
  } catch {
    process.stderr.write('Full and read-only disks are not tested: this needs Linux and the right to mount a tmpfs.\n')
    return null
  }
  return {
    path,
    unmount: () => {
      execFileSync('umount', [path])
    },
  }
}
