import { useMemo } from 'react'
import { useSearchParams } from 'react-router'

/**
 * Filters stored in the address, so that a filtered page can be bookmarked and shared.
 * @param names the query parameters that the page uses as filters
 */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams()
  const text = search.toString()
  const filters = useMemo(
    () =>
      Object.fromEntries(names.map((name) => [name, search.get(name) ?? undefined])) as Readonly<
        Record<Name, string | undefined>
      >,
    [text],
  )
  const setFilter = (name: Name, value: string | null | undefined) => {
    // From the address: a second filter may change before the page has rendered the first.
    const next = new URLSearchParams(window.location.search)
    if (value) next.set(name, value)
    else next.delete(name)
    setSearch(next, { replace: true })
  }
  return [filters, setFilter] as const
}
