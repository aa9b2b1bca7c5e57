import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { describeRecord, titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EstimateDetails } from './estimate-details.tsx'

const include = ['customer', 'location'] as const

/** An estimate with its items, job, customer, location and seller. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'estimates', id, include })
  return (
    <RecordPage kind="Estimate" query={query}>
      {(estimate) => (
        <>
          <PageHeader
            title={titleOf('Estimate', estimate)}
            aside={<StatusBadge status={estimate.status} />}
            description={describeRecord('Estimate', estimate.customer?.name)}
          />
          <RecordTabs resource="estimates" record={estimate}>
            <EstimateDetails estimate={estimate} />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}
