import { Button, Group, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Notice } from '../../components/feedback/notice.tsx'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { allows } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'
import { useAccount } from '../../session/use-accounts.ts'
import type { AnyRow } from '../any-row.ts'
import { fieldLabel } from '../field-label.ts'
import { FieldValue } from '../history/field-value.tsx'

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
  const account = useAccount()
  const { mutate, isPending } = useChange(account, {
    send: (client) => client.retry(table, id),
    onDone: () => notifications.show({ color: 'teal', title: 'It is sent again', message: null }),
    onRefused: notifyRefusal,
  })
  return (
    <Notice
      tone="warn"
      title="ServiceTitan does not have all changes."
      action={
        allows(account, 'write:records') && (
          <Button variant="default" size="xs" loading={isPending} onClick={() => mutate(undefined)}>
            Send again
          </Button>
        )
      }
    >
      {names}: {error ?? 'the reason is not known'}
    </Notice>
  )
}

function ConflictsNotice({ id }: { readonly id: string }) {
  const account = useAccount()
  const { data } = useQuery({
    queryKey: [account.tenantId, 'conflicts', id],
    queryFn: ({ signal }) => clientOf(account).conflicts({ recordId: id }, { signal }),
    meta: { watches: ['customers', 'locations', 'jobs', 'appointments'] },
  })
  const { mutate, isPending } = useChange(account, {
    send: (client, { conflict, take }: { conflict: string; take: 'lazi' | 'servicetitan' }) =>
      client.decide(conflict, take),
    onDone: () => notifications.show({ color: 'teal', title: 'Decided', message: null }),
    onRefused: notifyRefusal,
  })
  const mayDecide = allows(account, 'write:records')
  return (
    <Notice tone="warn" title="LAZI and ServiceTitan have both changed this record. Whose value stays?">
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
            {(data?.data ?? []).map((conflict) => (
              <Table.Tr key={conflict.id}>
                <Table.Th scope="row">{fieldLabel(conflict.field ?? 'record')}</Table.Th>
                <Table.Td>
                  <FieldValue value={conflict.laziValue} />
                </Table.Td>
                <Table.Td>
                  <FieldValue value={conflict.servicetitanValue} />
                </Table.Td>
                {mayDecide && (
                  <Table.Td>
                    <Group gap="xs">
                      {(['lazi', 'servicetitan'] as const).map((take) => (
                        <Button
                          key={take}
                          variant="default"
                          size="xs"
                          disabled={isPending}
                          onClick={() => mutate({ conflict: conflict.id, take })}
                        >
                          {take === 'lazi' ? 'Keep ours' : 'Take theirs'}
                        </Button>
                      ))}
                    </Group>
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
