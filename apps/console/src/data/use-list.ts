import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Page } from 'api/client'

export interface ListOptions<Item> {
  readonly queryKey: readonly unknown[]
  /** Reads one page; `cursor` is undefined for the first. */
  readonly read: (
    paging: { limit: number; cursor: string | undefined },
    signal: AbortSignal,
  ) => Promise<Page<Item>>
  /** Resources whose changes make the list stale. */
  readonly watches?: readonly string[]
  /** The polling interval in milliseconds. @default false: refetched only when stale */
  readonly refetchInterval?: number | false
}

const pageSize = 50

/** A list that loads page by page; its data is all items loaded so far. */
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
