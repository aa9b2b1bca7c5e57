import { Stack } from '@mantine/core'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'

/** The lists of accounting that the API filters by a kind of record. */
const lists = {
  job: ['Estimates', 'Invoices'],
  customer: ['Estimates', 'Invoices', 'Payments'],
}

export interface AccountingCardProps {
  readonly of: keyof typeof lists
  /** LAZI's id of the job or customer. */
  readonly id: string
}

/** Links to the lists of what was estimated, invoiced and paid for a job or a customer. */
export function AccountingCard({ of, id }: AccountingCardProps) {
  return (
    <Panel title="Accounting">
      <Stack gap="xs" align="start">
        {lists[of].map((list) => (
          <TenantLink key={list} to={`/${list.toLowerCase()}?${of}Id=${id}`}>
            {list} of this {of}
          </TenantLink>
        ))}
      </Stack>
    </Panel>
  )
}
