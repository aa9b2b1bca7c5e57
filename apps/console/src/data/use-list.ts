import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Page } from 'api/client'

export interface ListOptions<Item> {
  readonly queryKey: readonly unknown[]
  /** Reads one page; `cursor` is undefined for the first. */
  readonly read: (
    paging: { limit: number; cursor: string | undefined },
    signal: AbortSignal,
  ) => Promise<Page<Item>>
  /** Resources whose changes make it old. */
  readonly watches?: readonly string[]
  /** How often it is refetched, in milliseconds. @default false: only when it is old */
  readonly refetchInterval?: number | false
}

const pageSize = 50

/** A list that grows page by page; its data are the items loaded so far. */
export function useList<Item>({ queryKey, read, watches = [], refetchInterval = false }: ListOptions<Item>) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read({ limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
    placeholderData: keepPreviousData,
    meta: { watches },
    refetchInterval,
  })
}
