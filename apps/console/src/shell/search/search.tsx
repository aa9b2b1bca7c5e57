import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import type { SearchResult } from 'api/client'
import { type KeyboardEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { explainError } from '../../components/feedback/explain-error.ts'
import { useSearch } from '../../data/use-search.ts'
import type { Account } from '../../session/account.ts'
import { tenantPath } from '../../session/use-tenant-path.ts'
import { SearchResults } from './search-results.tsx'

const none: readonly SearchResult[] = []
const settleMs = 120

/** The search for jobs, customers, locations and technicians of an account; `/` opens it on every page. */
export function Search({ account }: { readonly account: Account | undefined }) {
  const navigate = useNavigate()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState(0)
  const [settled] = useDebouncedValue(query.trim(), settleMs)
  const { data = none, error, isFetching } = useSearch(account, settled)
  const isCurrent = query.trim() === settled && !isFetching
  const results = settled === '' ? none : data
  const open = ({ resource, id }: SearchResult) => {
    spotlight.close()
    if (account) navigate(tenantPath(account.tenantId, `/${resource}/${id}`))
  }
  const change = (text: string) => {
    setQuery(text)
    setSelected(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const result = results[selected]
    if (step !== undefined && results.length > 0)
      setSelected((selected + step + results.length) % results.length)
    // The displayed results may still belong to the previous text.
    else if (event.key === 'Enter' && result && isCurrent) open(result)
    else return
    event.preventDefault()
  }
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={change}
      onSpotlightClose={() => change('')}
      shortcut={['/', 'mod + K']}
      scrollable
      maxHeight={440}
      attributes={{ content: { 'aria-label': 'Search' } }}
    >
      <TextInput
        role="combobox"
        aria-label="Search"
        aria-expanded={results.length > 0}
        aria-controls={listId}
        aria-activedescendant={results.length > 0 ? `${listId}-${selected}` : undefined}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        size="lg"
        variant="unstyled"
        px="sm"
        placeholder={`Job number or name in ${account?.name ?? 'the account'}`}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
        value={query}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Spotlight.ActionsList>
        <SearchResults id={listId} results={results} selected={selected} onOpen={open} />
        {results.length === 0 && (
          <Spotlight.Empty>
            {error ? explainError(error).title : emptyText(query.trim(), isCurrent)}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function emptyText(query: string, isCurrent: boolean): string {
  if (query === '')
    return 'Type a job number, or the beginning of a customer’s, location’s or technician’s name.'
  if (!isCurrent) return 'Searching …'
  return `No results for “${query}”. Type a complete job number, or the beginning of a name.`
}
