/**
 * `good`: by a key that the allowed-signers file lists for the time of the commit, before it and on the branch now.
 * `not_listed`: good in itself, by a key that the file before the commit does not list so.
 * `no_longer_listed`: the file on the branch has taken it out since.
 * `bad`: it does not hold. `other_kind`: of OpenPGP or X.509, or more than one. `unchecked`: git could not tell.
 */
export type SignatureState = 'good' | 'not_listed' | 'no_longer_listed' | 'bad' | 'other_kind' | 'unchecked'

export interface SignedCommit {
  readonly commit: string
  readonly state: SignatureState
  /** As the allowed-signers file calls the owner of the key, never what the commit says of its author. */
  readonly principal: string
  /** Fingerprint; empty where git told none. */
  readonly key: string
}

/** What git says of the commits that brought a file to the protected branch. */
export interface SignatureFacts {
  /** `cut`: a shallow clone; `too_long`: more commits than are looked at. Nothing was looked at in either case. */
  readonly history: 'whole' | 'cut' | 'too_long'
  /** Whether the commit before the introducing one has the allowed-signers file. */
  readonly hasSignersBefore: boolean
  /** Commits with the file, newest first, as far as they are signed. */
  readonly signed: readonly SignedCommit[]
  /** Commits with the file that carry no signature. */
  readonly unsigned: number
}

/** Each signature costs git two or three processes. */
export const mostCommits = 200
