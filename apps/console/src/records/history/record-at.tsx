import { Skeleton, Stack } from '@mantine/core'
import type { RecordName } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { useRecordAt } from '../../data/use-history.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { fieldLabel } from '../field-label.ts'
import { RecordState } from '../record-state.tsx'
import { FieldValue } from './field-value.tsx'

export interface RecordAtProps {
  readonly resource: RecordName
  readonly id: string
  /** The moment, with its offset from UTC. */
  readonly asOf: string
}

/** A record as it was at a moment: its own fields, without related records, which may have been others then. */
export function RecordAt({ resource, id, asOf }: RecordAtProps) {
  const query = useRecordAt(useAccount(), resource, id, asOf)
  const isTime = !Number.isNaN(Date.parse(asOf))
  return (
    <Stack gap="md">
      <Notice
        tone="info"
        title="This is the record of a former moment."
        action={<TenantLink to={`/${resource}/${id}`}>Back to now</TenantLink>}
      >
        As it was on {isTime ? <Time value={asOf} /> : asOf}. Records that it refers to are those of now.
      </Notice>
      <RecordState query={query} skeleton={<Skeleton height={480} radius="lg" />}>
        {(record) => (
          <Panel title="Record then">
            <Facts
              columns={2}
              facts={Object.entries(record).map(([field, value]) => [
                fieldLabel(field),
                <FieldValue key={field} value={value} />,
              ])}
            />
          </Panel>
        )}
      </RecordState>
    </Stack>
  )
}
