import type {Json} from './complete.ts'

interface FaultyRequest {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Json
}

/** What the next requests of a route meet. */
export interface Fault {
  /** As in GitHub's description, such as `GET /repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly route: string
  /**
   * `silence`: no answer ever. `cut`: nothing is done, and the connection ends. `lost`: it is done, and the connection
   * ends before the answer. `no-json`: a page of a proxy. `half`: an answer that breaks off. An answer: nothing is done.
   */
  readonly meets:
    | 'silence'
    | 'cut'
    | 'lost'
    | 'no-json'
    | 'half'
    | {readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown}
  /** Absent: once. */
  readonly times?: number
  /** Absent: each. */
  readonly where?: (request: FaultyRequest) => boolean
  /** Runs before the fault: what somebody else does in that moment. */
  readonly meanwhile?: () => void
}

export interface Faults {
  add(fault: Fault): void
  /** The fault that this request meets, which is used up by it. */
  take(route: string, request: FaultyRequest): Fault | null
}

export function openFaults(): Faults {
  const waiting: {readonly fault: Fault; left: number}[] = []
  return {
    add: (fault) => {
      waiting.push({fault, left: fault.times ?? 1})
    },
    take: (route, request) => {
      const found = waiting.find(
        ({fault, left}) => left > 0 && fault.route === route && (fault.where?.(request) ?? true),
      )
      if (found === undefined) return null
      found.left -= 1
      return found.fault
    },
  }
}
