/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[]
  /** The cursor of the next page; null on the last page. */
  readonly nextCursor: string | null
}

export interface Paging {
  readonly limit?: number
  readonly cursor?: string | undefined
}

export interface Cancel {
  readonly signal?: AbortSignal | undefined
}

/** Fields, tombstones and paging of a list. */
