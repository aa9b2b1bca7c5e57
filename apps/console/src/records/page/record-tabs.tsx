import { Stack, Tabs } from '@mantine/core'
import type { RecordName } from 'api/client'
import { type ReactNode, useEffect } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import { useFilters } from '../../components/filters/use-filters.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import type { AnyRow } from '../any-row.ts'
import { RulesPanel } from '../exchange/rules-panel.tsx'
import { RecordAt } from '../history/record-at.tsx'
import { RecordHistory } from '../history/record-history.tsx'
import { InServiceTitan } from './in-servicetitan.tsx'

export interface RecordTabsProps {
  readonly resource: RecordName
  readonly record: Pick<AnyRow, 'id' | 'serviceTitanId'>
  /** The record as LAZI has it. */
  readonly children: ReactNode
}

const filterNames = ['tab', 'asOf'] as const

/**
 * The content of a record's page: the record, now or as it was at the moment in the address, and in further tabs what
 * ServiceTitan has of it, unless it was created in LAZI, and its history.
 */
export function RecordTabs({ resource, record: { id, serviceTitanId }, children }: RecordTabsProps) {
  useAddressOf(resource, id)
  const [{ tab, asOf }, setFilter] = useFilters(filterNames)
  const otherTabs = serviceTitanId === null ? ['history'] : ['servicetitan', 'history']
  const shown = tab !== undefined && otherTabs.includes(tab) ? tab : 'record'
  return (
    <Tabs
      value={shown}
      onChange={(next) => setFilter('tab', next === 'record' ? null : next)}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="record">Record</Tabs.Tab>
        {serviceTitanId !== null && <Tabs.Tab value="servicetitan">In ServiceTitan</Tabs.Tab>}
        <Tabs.Tab value="history">History</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="record">
        {asOf === undefined || serviceTitanId === null ? (
          children
        ) : (
          <RecordAt resource={resource} id={id} asOf={asOf} />
        )}
      </Tabs.Panel>
      {serviceTitanId !== null && (
        <Tabs.Panel value="servicetitan">
          <Stack gap="md">
            <RulesPanel table={resource} />
            <InServiceTitan resource={resource} id={serviceTitanId} />
          </Stack>
        </Tabs.Panel>
      )}
      <Tabs.Panel value="history">
        <RecordHistory resource={resource} id={id} />
      </Tabs.Panel>
    </Tabs>
  )
}

/** Replaces an address with ServiceTitan's id by the record's own. */
function useAddressOf(resource: RecordName, id: string): void {
  const { id: shown } = useParams()
  const { search, hash } = useLocation()
  const navigate = useNavigate()
  const pathOf = useTenantPath()
  useEffect(() => {
    if (shown !== id) void navigate(`${pathOf(`/${resource}/${id}`)}${search}${hash}`, { replace: true })
  })
}
