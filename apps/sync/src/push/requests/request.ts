import type { Values } from 'records/merge'

/** One write request, before it is sent. */
export interface PushRequest {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly module: 'crm' | 'jpm' | 'dispatch'
  /** Below the tenant. */
  readonly path: string
  readonly scope: string
  readonly body?: Readonly<Record<string, unknown>>
  /** What it sends, by field, as the outbox stores it until the response. */
  readonly sent: Values
  /** Whether it responds with the record. */
  readonly hasRecord: boolean
  /** Whether it deletes the record, which agrees then, also if ServiceTitan has none. @default false */
  readonly isRemoval?: boolean
}

/** Why a record cannot be sent. */
export interface Blocked {
  readonly blockedBy: string
}

/** What a request is made from. */
export interface RequestInput {
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** What differs, by field. */
  readonly toSend: Values
  /** The record as ServiceTitan has just sent it. */
  readonly remote: Readonly<Record<string, unknown>>
  /** ServiceTitan's ids of records, by LAZI's; null: ServiceTitan lacks it. */
  readonly stIds: ReadonlyMap<string, string | null>
}

/**
 * One of the requests that send a record, if it has something to send.
 * @throws {BlockedError} when it waits for something else
 */
export type Step = (input: RequestInput) => PushRequest | undefined

/** How the records of a table are sent. */
export interface PushedTable {
  /** In the order in which they are sent: the first with something to send is next. */
  readonly steps: readonly Step[]
  /** The tables to whose records fields refer, by field. */
  readonly references: Readonly<Record<string, string>>
  /** The request that deletes a record. @default records are not deleted */
  readonly remove?: (input: RemovalInput) => PushRequest
}

/** What the deletion of a record is made from. */
export interface RemovalInput {
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** ServiceTitan's id of the record to which it belongs; null: it belongs to none. */
  readonly parentStId: string | null
}

/** That a record waits for something else before it can be sent. */
export class BlockedError extends Error {
  readonly by: string
  constructor(by: string) {
    super(by)
    this.by = by
  }
}
