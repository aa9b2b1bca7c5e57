import type { ListFilter, ResourceName } from 'catalog'
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
  /** The record as LAZI has it, with the fields that only LAZI has. */
  readonly local: Values
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

/** Other records that are read with a record: those of a list with this filter, whose value is ServiceTitan's id of it. */
export interface RelatedList {
  readonly resource: ResourceName
  readonly filter: ListFilter
}

/** How the records of a table are sent. */
export interface PushedTable {
  /** In the order in which they are sent: the first with something to send is next. */
  readonly steps: readonly Step[]
  /** The request that removes a record. @default it has none */
  readonly remove?: (stId: string) => PushRequest
  /** The tables to whose records fields refer, by field. */
  readonly references: Readonly<Record<string, string>>
  /** What is read with a record while a field differs, by field. @default nothing */
  readonly related?: Readonly<Record<string, readonly RelatedList[]>>
}

/** That a record waits for something else before it can be sent. */
export class BlockedError extends Error {
  readonly by: string
  constructor(by: string) {
    super(by)
    this.by = by
  }
}
