import type { Values } from 'records/merge'
import type { CreationMember } from 'records/synced'
import type { ListedWith, RequestInput } from '../requests/request.ts'

/** The records of a table that one request creates with the record to which they belong. */
interface MemberTable extends CreationMember {
  /** The member of the body, and of the answer, with their bodies. */
  readonly as: string
}

/** How records of a table are created in ServiceTitan, from the vendor's OpenAPI files. */
export interface CreatedTable {
  readonly module: 'crm' | 'jpm'
  readonly scope: string
  /** Of its own table and of theirs, parents first. */
  readonly members: readonly MemberTable[]
  /** The table of which it needs a member, with what is wanting without one, such as `needs a location`. @default none */
  readonly needs?: { readonly table: string; readonly blockedBy: string }
  /** The tables to whose records fields refer, by field: ServiceTitan must have those, or create them with it. */
  readonly references: Readonly<Record<string, string>>
  /** Below the tenant. */
  readonly path: (input: RequestInput) => string
  /** Whether its records carry our mark, by which they are found; else they are found by their values. */
  readonly isMarked: boolean
  /** With which record its records are listed, where they are looked for without a mark. @default as each is read */
  readonly foundIn?: ListedWith
  /** Without its members and its mark. */
  readonly body: (input: RequestInput) => Record<string, unknown>
  /** The values that ServiceTitan gives a new record, whatever LAZI has: a body has none for them. @default none */
  readonly implied?: Values
  /** What its body has besides when no other record is created with it. @default nothing */
  readonly alone?: (input: RequestInput) => Record<string, unknown>
  /**
   * Whether a record that ServiceTitan has is the one that was created; of marked ones the mark says so.
   * @param sent what the record sent
   */
  readonly hasValues?: (remote: Values, sent: Values) => boolean
}

/** What a body is made from: all that a new record has. */
export const inputOf = (sent: Values, stIds: RequestInput['stIds']): RequestInput => ({
  stId: '',
  toSend: sent,
  local: sent,
  remote: {},
  stIds,
})
