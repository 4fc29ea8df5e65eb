import type {Log} from '../../src/ports.ts'

export interface FakeLog extends Log {
  readonly lines: readonly {readonly level: 'progress' | 'warning'; readonly message: string}[]
}

export function createFakeLog(): FakeLog {
  const lines: {level: 'progress' | 'warning'; message: string}[] = []
  return {
    lines,
    progress: (message) => {
      lines.push({level: 'progress', message})
    },
    warn: (message) => {
      lines.push({level: 'warning', message})
    },
    advance: () => undefined,
  }
}
