import type {FlowSnapshot} from '../core/nifi/bundles.ts'

/**
 * An Apache NiFi, 1.12 to 2.x, alone or a cluster. Ids are NiFi's own and survive its restart; all else is read anew.
 * Every method throws NIFI_UNREACHABLE, NIFI_SIGN_IN, NIFI_PERMISSION_MISSING, NIFI_REFUSED and NIFI_FAILED.
 */
export interface Nifi {
  readonly server: NifiServer
  readonly groups: NifiGroups
  readonly flow: NifiFlow
  readonly services: NifiServices
  readonly parameters: NifiParameters
  readonly watch: NifiWatch
}

export interface NifiServer {
  about(): Promise<NifiAbout>
  /** Who NiFi takes us for. */
  user(): Promise<{readonly identity: string; readonly isAnonymous: boolean}>
  /** What it lets us do outside of any group, as it says itself; reads only. */
  rights(): Promise<NifiRights>
  rootGroupId(): Promise<string>
  /** What holds the text somewhere: in a name, a comment, a property. As NiFi shows it to this user. */
  search(text: string): Promise<readonly Found[]>
}

/** Null: this NiFi does not say. */
export interface NifiRights {
  /** Make a group on the root canvas. */
  readonly changeRoot: boolean | null
  /** Make and change parameter contexts. */
  readonly changeContexts: boolean | null
  /** Use a processor that reads files of NiFi's machine. */
  readonly readFiles: boolean | null
}

export interface NifiAbout {
  /** Such as `1.12.1` or `2.0.0-M4`. */
  readonly version: string
  /** Null: it stands alone. */
  readonly cluster: {readonly connected: number; readonly total: number} | null
}

export interface Found {
  /** In NiFi's words: `processor`, `connection`, `processGroup`, `parameter` … */
  readonly kind: string
  readonly id: string
  readonly name: string
  /** The group that it is in; of a group, its parent; of a parameter, its context. Empty where NiFi does not say. */
  readonly groupId: string
  /** `Where: what`, such as `Property value: Bucket - cqube`. */
  readonly matches: readonly string[]
}

/** Process groups. */
export interface NifiGroups {
  /** Groups of exactly this name, at any depth; names are not unique in NiFi. */
  find(name: string): Promise<readonly NifiGroup[]>
  /** @returns null when there is no such group */
  read(id: string): Promise<NifiGroup | null>
  /** @returns an empty group. Names are not unique: look for the group again when no answer came. */
  create(parentId: string, group: NewGroup): Promise<NifiGroup>
  /** What is not named stays. */
  change(id: string, change: GroupChange): Promise<NifiGroup>
  /**
   * NiFi refuses to delete a group that runs, has an enabled service, data in a queue or a connection from outside:
   * NIFI_REFUSED then, with nothing removed. A group that is gone already is no error.
   */
  remove(id: string): Promise<void>
}

export interface NifiGroup {
  readonly id: string
  readonly name: string
  /** Empty for the root. */
  readonly parentId: string
  readonly comments: string
  readonly parameterContextId: string | null
  /** Whether a NiFi Registry keeps its versions: NiFi lets nobody else replace its flow then. */
  readonly isVersioned: boolean
  /** Whether NiFi lets us change it. */
  readonly isWritable: boolean
}

export interface NewGroup {
  readonly name: string
  readonly comments?: string
  readonly position?: {readonly x: number; readonly y: number}
}

export interface GroupChange {
  readonly name?: string
  readonly comments?: string
  readonly parameterContextId?: string
}

/** The flow of one group with all groups in it. Times are in ms. */
export interface NifiFlow {
  /**
   * Makes the flow of a group the given one. Components of the same `identifier` keep their queue and state; what is new
   * is stopped or disabled; NiFi stops and restarts what it must. Bundles are filled in from what is installed. Done
   * twice, it changes nothing the second time. Of a context that is there, NiFi keeps the values.
   * @throws {ReplayError} NIFI_COMPONENT_MISSING, with nothing changed; NIFI_REFUSED when a connection would go that
   *   holds data
   */
  replace(groupId: string, snapshot: FlowSnapshot): Promise<void>
  /** The flow as NiFi holds it: with every default, in the words of its own version, without secrets and ids. */
  read(groupId: string): Promise<FlowSnapshot>
  /**
   * Starts every processor that is valid and not disabled, again and again, since NiFi skips some without a word.
   * Controller services are not started. @returns those that do not run after `withinMs`, and why
   */
  start(groupId: string, withinMs: number): Promise<readonly Left[]>
  /** Stops, and waits until no thread is at work. @returns those that still run after `withinMs` */
  stop(groupId: string, withinMs: number): Promise<readonly Left[]>
  /** `RUN_ONCE`: NiFi 1.14 and later; it does nothing, without a word, for a processor without input. */
  run(processorId: string, state: 'RUNNING' | 'STOPPED' | 'DISABLED' | 'RUN_ONCE'): Promise<void>
}

/** A component that did not come into the state that was asked for. */
export interface Left {
  readonly id: string
  readonly name: string
  /** In NiFi's words where it has some, on one line. */
  readonly why: string
}

/** Controller services of one group with all groups in it. */
export interface NifiServices {
  list(groupId: string): Promise<readonly Service[]>
  /** Enables those that are valid, and those that become valid thereby. @returns those not ENABLED after `withinMs` */
  enable(groupId: string, withinMs: number): Promise<readonly Left[]>
  /**
   * What refers to them must be stopped. One whose start fails is disabled at its next attempt only: after
   * `nifi.administrative.yield.duration`, 30 s where nobody changed it. @returns those not DISABLED after `withinMs`
   */
  disable(groupId: string, withinMs: number): Promise<readonly Left[]>
}

export interface Service extends Checked {
  /** In NiFi's words: ENABLED, ENABLING (for ever, when its start fails), DISABLED, DISABLING. */
  readonly state: string
}

/** What processors and services have in common. */
export interface Checked {
  readonly id: string
  readonly name: string
  /** Class name, such as `org.apache.nifi.processors.standard.ExecuteSQL`. */
  readonly type: string
  readonly groupId: string
  /** In NiFi's words: VALID, INVALID, VALIDATING. */
  readonly validation: string
  /** Why it is invalid; one line each. */
  readonly problems: readonly string[]
}

/** Parameter contexts. A sensitive value goes in and never comes out. */
export interface NifiParameters {
  /** @returns null when no context has exactly this name */
  find(name: string): Promise<ParameterContext | null>
  create(name: string, parameters: readonly Parameter[]): Promise<ParameterContext>
  /**
   * Sets these parameters, and leaves all others. Values that are there already are not sent; sensitive ones always are,
   * since nobody can tell. NiFi stops what uses a parameter that is sent, and starts it again.
   * @returns whether anything was sent
   */
  set(contextId: string, parameters: readonly Parameter[]): Promise<boolean>
  /** Takes parameters out of a context. Those that are not there are no error. */
  take(contextId: string, names: readonly string[]): Promise<void>
  /** NiFi refuses while a group is bound to it. */
  remove(contextId: string): Promise<void>
}

export interface Parameter {
  readonly name: string
  readonly value: string
  readonly isSensitive: boolean
  readonly description?: string
}

export interface ParameterContext {
  readonly id: string
  readonly name: string
  readonly parameters: readonly KnownParameter[]
  readonly boundGroupIds: readonly string[]
}

export interface KnownParameter {
  readonly name: string
  readonly description: string
  readonly isSensitive: boolean
  /** Whether it has a value, a sensitive one as well. */
  readonly isSet: boolean
  /** Null: it has none, or it is sensitive. */
  readonly value: string | null
}

/** What a group is doing. Reads only. */
export interface NifiWatch {
  health(groupId: string): Promise<GroupHealth>
  /**
   * Of the group and all groups in it, oldest first. NiFi keeps the last five of a component for five minutes, in memory
   * only. The texts are NiFi's, cut before they quote rows.
   */
  bulletins(groupId: string): Promise<readonly Bulletin[]>
  /** What waits in a connection, at most `most` (≤ 100), first in line first. What a processor holds in its hands is missing. */
  queue(connectionId: string, most: number): Promise<readonly QueuedFlowFile[]>
}

export interface GroupHealth {
  /** FlowFiles in all connections, those in the hands of a processor included. */
  readonly queued: number
  /** Threads at work, those that were terminated and are not gone yet included. */
  readonly activeThreads: number
  readonly queues: readonly Queue[]
  readonly processors: readonly Processor[]
}

export interface Queue {
  readonly id: string
  /** Of the connection; its relationships where nobody gave it one. */
  readonly name: string
  readonly groupId: string
  readonly from: string
  readonly to: string
  readonly queued: number
}

export interface Processor extends Checked {
  /** In NiFi's words: RUNNING, STOPPED, DISABLED, RUN_ONCE, STARTING, STOPPING. */
  readonly state: string
  readonly activeThreads: number
  /** FlowFiles that it passed on within the last five minutes; 0 after a restart of NiFi. */
  readonly passedOn: number
}

export interface Bulletin {
  /** Restarts at 0 with NiFi: no measure of time. */
  readonly id: number
  readonly level: string
  readonly source: string
  readonly sourceId: string
  readonly groupId: string
  /** One line, at most 500 characters. */
  readonly message: string
  /** Time of day on NiFi's own clock, as NiFi writes it. */
  readonly at: string
}

export interface QueuedFlowFile {
  readonly id: string
  readonly bytes: number
  readonly queuedMs: number
  readonly isPenalized: boolean
  readonly attributes: Readonly<Record<string, string>>
}
