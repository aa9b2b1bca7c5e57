import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useRecord } from '../../data/use-record.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { idOf, numberedTitle, titleOf } from '../record-title.ts'

export interface ChosenRecordProps {
  /** LAZI's id of the record; undefined: the list is not filtered by one. */
  readonly id: string | undefined
  readonly onClear: () => void
}

/** The job that a list is filtered by, and a button that removes the filter. */
export function ChosenJob({ id, onClear }: ChosenRecordProps) {
  return id === undefined ? null : <KnownJob id={id} onClear={onClear} />
}

/** The customer that a list is filtered by, and a button that removes the filter. */
export function ChosenCustomer({ id, onClear }: ChosenRecordProps) {
  return id === undefined ? null : <KnownCustomer id={id} onClear={onClear} />
}

interface KnownProps extends ChosenRecordProps {
  readonly id: string
}

function KnownJob({ id, onClear }: KnownProps) {
  const { data: job } = useRecord(useAccount(), { resource: 'jobs', id, include: [] })
  return <ClearButton title={job ? numberedTitle('Job', job.number, idOf(job)) : 'Job'} onClear={onClear} />
}

function KnownCustomer({ id, onClear }: KnownProps) {
  const { data: customer } = useRecord(useAccount(), { resource: 'customers', id, include: [] })
  return <ClearButton title={customer ? titleOf('Customer', customer) : 'Customer'} onClear={onClear} />
}

function ClearButton({ title, onClear }: { readonly title: string; readonly onClear: () => void }) {
  return (
    <Button
      variant="default"
      justify="space-between"
      rightSection={<IconX size={14} aria-hidden />}
      aria-label={`${title}: remove this filter`}
      onClick={onClear}
    >
      {title}
    </Button>
  )
}
