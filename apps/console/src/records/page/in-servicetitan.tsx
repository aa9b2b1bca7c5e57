import { Skeleton, Stack } from '@mantine/core'
import type { ResourceName } from 'api/client'
import type { ReactNode } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { RawJson } from '../../components/values/raw-json.tsx'
import { useCachedRow } from '../../data/use-record.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { LifeNotice } from './record-notices.tsx'

export interface InServiceTitanProps {
  readonly resource: ResourceName
  /** ServiceTitan's. */
  readonly id: string
}

/** What ServiceTitan has of a record, as the sync read it last: the row of the cache, and the complete record. */
export function InServiceTitan({ resource, id }: InServiceTitanProps) {
  const query = useCachedRow(useAccount(), resource, id)
  return (
    <QueryState query={query} skeleton={<Skeleton height={480} radius="lg" />}>
      {({ fullData, ...row }) => (
        <Stack gap="md">
          <LifeNotice row={row} />
          <Panel title="In the cache">
            <Facts
              columns={2}
              facts={[
                ['Id', row.id],
                ['Synced', <Time key="synced" value={row.syncedAt} as="relative" />],
                ['Created', <Time key="created" value={row.createdOn} />],
                ['Modified', <Time key="modified" value={row.modifiedOn} />],
                ['Active', row.active ? 'Yes' : 'No'],
                ['Deleted', <Time key="deleted" value={row.deletedAt} />],
              ]}
            />
          </Panel>
          <Panel title="Columns">
            <Facts columns={2} facts={columnsOf(row)} />
          </Panel>
          <RawJson title="Record as ServiceTitan sent it" value={fullData ?? null} isOpen />
        </Stack>
      )}
    </QueryState>
  )
}

const shared = ['id', 'active', 'createdOn', 'modifiedOn', 'syncedAt', 'deletedAt']

/** The columns that only rows of this resource have, by their names in the API. */
function columnsOf(row: object): Fact[] {
  return Object.entries(row)
    .filter(([name]) => !shared.includes(name))
    .map(([name, value]) => [name, textOf(value)])
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

function textOf(value: unknown): ReactNode {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return instant.test(value) ? <Time value={value} /> : value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ')
  return value === null ? null : JSON.stringify(value)
}
