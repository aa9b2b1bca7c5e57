import { Kbd, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { type Icon, IconBriefcase, IconHome, IconSearch, IconTool, IconUsers } from '@tabler/icons-react'
import type { SearchResult } from 'api/client'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Account } from '../accounts/account.ts'
import { explainError } from '../data/explain-error.ts'
import { useSearch } from '../data/use-search.ts'
import classes from './search.module.css'
import { tenantPath } from './use-tenant-path.ts'

const kinds: Readonly<Record<string, readonly [title: string, icon: Icon]>> = {
  jobs: ['Jobs', IconBriefcase],
  customers: ['Customers', IconUsers],
  locations: ['Locations', IconHome],
  technicians: ['Technicians', IconTool],
}

export function SearchButton() {
  return (
    <UnstyledButton className={classes.button} onClick={spotlight.open} aria-keyshortcuts="/">
      <IconSearch size={16} aria-hidden />
      <span className={classes.label}>Search</span>
      <Kbd size="xs" className={classes.key}>
        /
      </Kbd>
    </UnstyledButton>
  )
}

/** Finds jobs, customers, locations and technicians of an account, from anywhere: `/` opens it. */
export function Search({ account }: { readonly account: Account | undefined }) {
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const { data = [], error, isFetching } = useSearch(account, settled)
  const results = settled === '' ? [] : data
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={['/', 'mod + K']}
      scrollable
      maxHeight={420}
      aria-label="Search"
    >
      <Spotlight.Search
        aria-label="Search"
        placeholder={`Job number or name in ${account?.name ?? 'the account'}`}
        leftSection={<IconSearch size={18} stroke={1.7} />}
      />
      <Spotlight.ActionsList>
        {Object.entries(kinds).map(([resource, [title, Icon]]) => {
          const found = results.filter((result) => result.resource === resource)
          return found.length > 0 ? (
            <Spotlight.ActionsGroup key={resource} label={title}>
              {found.map((result) => (
                <Spotlight.Action
                  key={result.id}
                  leftSection={<Icon size={18} stroke={1.7} />}
                  label={result.title ?? result.id}
                  description={result.subtitle ?? ''}
                  onClick={() => account && navigate(pathOf(account, result))}
                />
              ))}
            </Spotlight.ActionsGroup>
          ) : null
        })}
        {results.length === 0 && (
          <Spotlight.Empty>{emptyText(query.trim(), settled, isFetching, error)}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function pathOf({ tenantId }: Account, { resource, id }: SearchResult): string {
  return tenantPath(tenantId, `/${resource}/${id}`)
}

function emptyText(query: string, settled: string, isFetching: boolean, error: Error | null): string {
  if (query === '') return 'Type a job number, or how a customer, location or technician begins.'
  if (isFetching || query !== settled) return 'Searching …'
  if (error) return explainError(error).title
  return `Nothing begins with “${query}”. Names are searched by their beginning, jobs by their number.`
}
