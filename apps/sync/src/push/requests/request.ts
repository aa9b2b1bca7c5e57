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
  /** Whether it removes the record: then nothing is left to look at. @default false */
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

/** Where a record is found that ServiceTitan returns in lists only. */
export interface ListedWith {
  /** The table of the record to which it belongs. */
  readonly of: string
  /** The field that refers to that one. */
  readonly by: string
  /** The filter of the list, whose value is ServiceTitan's id of that one. */
  readonly filter: ListFilter
}

/** What the removal of a record is made from. */
export interface RemovalInput {
  readonly stId: string
  /** ServiceTitan's id of the record with which it is listed; null: it has an endpoint of its own. */
  readonly parentStId: string | null
}

/** How the records of a table are sent. */
export interface PushedTable {
  /** With which record its records are listed: a list may show a new one later, and shows none that was removed. @default none */
  readonly listedWith?: ListedWith
  /** In the order in which they are sent: the first with something to send is next. */
  readonly steps: readonly Step[]
  /** The request that removes a record. @default it has none */
  readonly remove?: (input: RemovalInput) => PushRequest
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
