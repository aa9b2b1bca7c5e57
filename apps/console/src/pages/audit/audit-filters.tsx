import { Select } from '@mantine/core'
import { actorKinds, auditActions } from 'api/client'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useKeys } from '../../data/use-keys.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { entityNames } from './describe-entry.ts'

/** The filters in the page's address. */
export const filterNames = ['entity', 'entityId', 'actor', 'requestId', 'action', 'from', 'through'] as const

export type AuditFilters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

export interface AuditFilterFieldsProps {
  readonly filters: AuditFilters
  readonly onChange: (name: keyof AuditFilters, value: string | null) => void
}

/** Fields for what changed or who changed it, what was done, and when. The API answers one of the first two at a time. */
export function AuditFilterFields({ filters, onChange }: AuditFilterFieldsProps) {
  const { entity, entityId, actor, requestId, action, from, through } = filters
  if (requestId)
    return (
      <SearchFilter label="Request" value={requestId} onChange={(value) => onChange('requestId', value)} />
    )
  return (
    <>
      {!actor && (
        <NameFilter
          label="What changed"
          placeholder="Anything"
          names={withChosen(entityNames, entity)}
          value={entity}
          onChange={(value) => onChange('entity', value)}
        />
      )}
      {entity && (
        <SearchFilter label="Its id" value={entityId} onChange={(value) => onChange('entityId', value)} />
      )}
      {!entity && <ActorFilter value={actor} onChange={(value) => onChange('actor', value)} />}
      <Select
        aria-label="Action"
        placeholder="Any action"
        data={auditActions}
        value={action ?? null}
        onChange={(value) => onChange('action', value)}
        clearable
      />
      <DayFilter label="From" value={from} onChange={(value) => onChange('from', value)} />
      <DayFilter label="Through" value={through} onChange={(value) => onChange('through', value)} />
    </>
  )
}

interface FieldProps {
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
}

/** A kind of actor, or one of the account's keys. */
function ActorFilter({ value, onChange }: FieldProps) {
  const { data: keys = [] } = useKeys(useAccount())
  const names = new Map<string, string>([
    ...actorKinds.map((kind) => [kind, `Any ${kind}`] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, `${name} (key ${id})`] as const),
  ])
  return (
    <NameFilter
      label="Who"
      placeholder="Anyone"
      names={withChosen(names, value)}
      value={value}
      onChange={onChange}
    />
  )
}

/** The address may name what the options lack. */
function withChosen(
  names: ReadonlyMap<string, string>,
  chosen: string | undefined,
): ReadonlyMap<string, string> {
  return chosen === undefined || names.has(chosen) ? names : new Map([...names, [chosen, chosen]])
}
