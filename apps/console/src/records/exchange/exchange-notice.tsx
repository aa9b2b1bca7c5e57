import { Group, Table } from '@mantine/core'
import { Notice } from '../../components/feedback/notice.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { useConflicts } from '../../data/use-exchange.ts'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import type { AnyRow } from '../any-row.ts'
import { fieldLabel } from '../field-label.ts'
import { ConflictValue } from './conflict-value.tsx'
import { DecideButtons } from './decide-buttons.tsx'
import { RetryButton } from './retry-button.tsx'

export interface ExchangeNoticeProps {
  readonly row: Pick<AnyRow, 'id' | 'sync'>
  /** The table in schema `lazi`, such as `customers`. */
  readonly table: string
}

/** What becomes of the changes of a record, where both sides change it; nothing while both agree. */
export function ExchangeNotice({ row, table }: ExchangeNoticeProps) {
  const { state, error, fields = [] } = row.sync
  const names = fields.map(fieldLabel).join(', ')
  switch (state) {
    case 'pending':
    case 'sending':
      return (
        <Notice tone="info" title="Changes are on their way to ServiceTitan.">
          {names}
        </Notice>
      )
    case 'unknown':
      return (
        <Notice tone="info" title="ServiceTitan has not confirmed a change yet.">
          {names}: it is looked for within minutes, and not sent twice.
        </Notice>
      )
    case 'conflict':
      return <ConflictsNotice id={row.id} />
    case 'blocked':
    case 'failed':
      return <RefusedNotice table={table} id={row.id} error={error} names={names} />
    default:
      return null
  }
}

interface RefusedNoticeProps {
  readonly table: string
  readonly id: string
  readonly error: string | null
  readonly names: string
}

function RefusedNotice({ table, id, error, names }: RefusedNoticeProps) {
  return (
    <Notice
      tone="warn"
      title="ServiceTitan does not have all changes."
      action={
        <Group gap="md">
          <TenantLink to="/outbox">Outbox</TenantLink>
          <RetryButton table={table} id={id} />
        </Group>
      }
    >
      {names}: {error ?? 'the reason is not known'}
    </Notice>
  )
}

function ConflictsNotice({ id }: { readonly id: string }) {
  const account = useAccount()
  const { data = [] } = useConflicts(account, id)
  const mayDecide = allows(account, 'write:records')
  return (
    <Notice
      tone="warn"
      title="LAZI and ServiceTitan have both changed this record. Whose value stays?"
      action={<TenantLink to="/conflicts">All conflicts</TenantLink>}
    >
      <Table.ScrollContainer minWidth={320}>
        <Table aria-label="Values that both sides changed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Field</Table.Th>
              <Table.Th scope="col">In LAZI</Table.Th>
              <Table.Th scope="col">In ServiceTitan</Table.Th>
              {mayDecide && <Table.Th scope="col">Decision</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((conflict) => (
              <Table.Tr key={conflict.id}>
                <Table.Th scope="row">{fieldLabel(conflict.field ?? 'record')}</Table.Th>
                <Table.Td>
                  <ConflictValue value={conflict.laziValue} />
                </Table.Td>
                <Table.Td>
                  <ConflictValue value={conflict.servicetitanValue} />
                </Table.Td>
                {mayDecide && (
                  <Table.Td>
                    <DecideButtons id={conflict.id} subject={fieldLabel(conflict.field ?? 'record')} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Notice>
  )
}
