import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { toOptions } from '../../components/inputs/name-options.ts'
import type { NamedResource } from '../../data/resources.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useSearch } from '../../data/use-search.ts'
import { type SearchedResource, useTitle } from '../../data/use-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

type Shared = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  /** The id of the chosen record; '' for none. */
  readonly value: string
  readonly onChange: (id: string) => void
}

/** Chooses a record of a small resource by its name: an active one, or the one that is chosen already. */
export function NamedSelect({
  resource,
  value,
  onChange,
  ...props
}: Shared & { readonly resource: NamedResource }) {
  const account = useAccount()
  const active = useNames(account, resource, 'true')
  const all = useNames(account, resource)
  const chosen = value === '' || active.has(value) ? [] : [{ value, label: nameOf(all, value) ?? value }]
  return (
    <Select
      searchable
      clearable={!props.required}
      data={[...chosen, ...toOptions(active)]}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      nothingFoundMessage="Nothing matches"
      {...props}
    />
  )
}

const pauseMs = 200

/** Chooses a customer, a location or a job by the beginning of its name or number. */
export function SearchSelect({
  resource,
  value,
  onChange,
  ...props
}: Shared & { readonly resource: SearchedResource }) {
  const account = useAccount()
  const [text, setText] = useState('')
  const [searched] = useDebouncedValue(text.trim(), pauseMs)
  const title = useTitle(account, resource, value)
  const { data: found = [] } = useSearch(account, searched)
  const titleOfFound = found.find(({ id }) => id === value)?.title
  const others = found
    .filter((result) => result.resource === resource && result.id !== value)
    .map(({ id, title: label, subtitle }) => ({
      value: id,
      label: subtitle ? `${label} · ${subtitle}` : label,
    }))
  return (
    <Select
      searchable
      clearable={!props.required}
      placeholder="Type the beginning of the name"
      data={value === '' ? others : [{ value, label: title ?? titleOfFound ?? value }, ...others]}
      // PostgreSQL has searched already.
      filter={({ options }) => options}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setText}
      nothingFoundMessage={searched === '' ? undefined : 'Nothing matches'}
      {...props}
    />
  )
}
