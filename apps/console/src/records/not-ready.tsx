import { Button, EmptyState, Progress } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import type { SyncState } from 'api/client'
import { Link } from 'react-router'
import { useFilling } from '../data/use-sync-state.ts'
import { useAccount } from '../session/use-accounts.ts'

export interface NotReadyProps {
  /** The tables of LAZI's records that are needed, such as `jobs`; some of them are not complete yet. */
  readonly tables: readonly string[]
}

/** Shown in place of records whose tables are not complete yet: how far they are. The records follow by themselves. */
export function NotReady({ tables }: NotReadyProps) {
  const account = useAccount()
  const { data } = useFilling(account, tables)
  const all = data?.records.tables ?? []
  const complete = all.filter(({ ready }) => ready).length
  const title = data ? `Not complete yet: ${complete} of ${all.length} tables` : 'Not complete yet'
  return (
    <EmptyState
      role="status"
      py="xl"
      icon={<IconHourglass size={36} stroke={1.5} aria-hidden />}
      title={title}
      description={`${data ? progressOf(data) : filling} Missing here: ${wordsOf(tables)}.`}
    >
      {data && (
        <Progress value={(complete / all.length) * 100} w="min(20rem, 100%)" aria-label="Complete tables" />
      )}
      <EmptyState.Actions>
        <Button variant="default" component={Link} to={`/#account-${account.tenantId}`}>
          Go to the overview
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}

const filling = 'LAZI’s records are being filled from the cache.'

function progressOf({ records, tables, workers }: SyncState): string {
  if (tables.every(({ status }) => status === 'never')) return 'Nothing has been synced yet.'
  if (records.error !== null) return `The last step failed, and is tried again: ${records.error}`
  if (workers.alive === 0) return `${filling} No worker runs: start one (pnpm sync worker).`
  const now = records.filling === null ? '' : ` Now: ${wordsOf([records.filling])}.`
  return `${filling}${now} This page opens by itself.`
}

/** `customers, customer contacts`, from `customers` and `customer_contacts`. */
function wordsOf(tables: readonly string[]): string {
  return tables.map((table) => table.replaceAll(/[_-]/g, ' ')).join(', ')
}
