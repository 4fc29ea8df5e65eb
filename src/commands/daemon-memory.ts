import type {Log} from '../ports.ts'
import type {DaemonMemory, DaemonState} from '../ports/daemon-memory.ts'

/** A full disk must not end the daemon: what it could not write down it still knows until it ends. */
export async function remember(memory: DaemonMemory, log: Log, part: Partial<DaemonState>): Promise<void> {
  try {
    await memory.change(part)
  } catch (error) {
    log.warn(error instanceof Error ? error.message : String(error))
  }
}
