import type { ConflictPolicy } from './merge-fields.ts'

/** Values by the name of the field or of the group; a group's value is an object of its members. */
export type Values = Readonly<Record<string, unknown>>

/** What a request asks for of a set. */
export interface SetChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** One write request, from its record in the outbox until its outcome is known. */
export interface Attempt {
  readonly id: string
  /**
   * What of it was not seen in ServiceTitan so far, by field: the value that was sent, of a set a {@link SetChange}, and of
   * texts by key those that were sent, null for one that is removed.
   */
  readonly sent: Values
}

/** A field that both sides have changed since they agreed. */
export interface Conflict {
  readonly field: string
  readonly kind: 'both-changed'
  /** The value on which both sides agreed last. */
  readonly base: unknown
  readonly laziValue: unknown
  readonly servicetitanValue: unknown
  readonly policy: ConflictPolicy
  /** Whose value stays; null: it is open until a person decides. */
  readonly decision: 'servicetitan' | 'lazi' | null
}

/** A record of LAZI, and what is known of its counterpart in ServiceTitan. */
export interface SyncedRecord {
  readonly local: Values
  /** The values on which both sides agreed last, of the fields that differ since. */
  readonly base: Values
  /** The attempt whose outcome is not known. */
  readonly attempt: Attempt | null
  /** `modifiedOn` of the version that was merged last. */
  readonly modifiedOn: string | null
  /** The open conflicts, by field. @default none */
  readonly open?: Readonly<Record<string, Conflict>>
  /** How often ServiceTitan's changes of fields that LAZI owns were undone lately, by field. @default none */
  readonly putBacks?: Readonly<Record<string, number>>
}

/** A version of a record as ServiceTitan has it. */
export interface Version {
  /** Fields that it lacks stay as they are. */
  readonly values: Values
  readonly modifiedOn: string | null
}

/** What a merge changes of a record. */
export interface Merged {
  /** `older`: an older version than the one merged last. `fenced`: the answer of another attempt, or read for a claim that is lost. Both are skipped. */
  readonly outcome: 'merged' | 'older' | 'fenced'
  /** The new values of the fields that LAZI has to write. */
  readonly changed: Values
  /** The new base; its fields still differ, or may differ. */
  readonly base: Values
  readonly attempt: Attempt | null
  readonly modifiedOn: string | null
  /** Conflicts that were found, and open ones for which ServiceTitan has a newer value. */
  readonly conflicts: readonly Conflict[]
  /** Fields whose open conflict is over: LAZI has ServiceTitan's value. */
  readonly settled: readonly string[]
}
