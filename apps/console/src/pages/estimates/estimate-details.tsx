import { Text } from '@mantine/core'
import type { Row, RowWith } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatMoney, formatQuantity } from '../../components/values/format-number.ts'
import { readable } from '../../components/values/readable.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { ItemsPanel } from '../../records/accounting/items-panel.tsx'
import { JobLink } from '../../records/accounting/record-links.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout } from '../../records/page/record-page.tsx'
import { plainText } from '../../records/plain-text.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

export interface EstimateDetailsProps {
  readonly estimate: RowWith<'estimates', 'customer' | 'location'>
}

/** The content of the estimate page, below its heading. */
export function EstimateDetails({ estimate }: EstimateDetailsProps) {
  const { serviceTitanId, customer, location, summary } = estimate
  return (
    <RecordLayout
      main={
        <>
          <CustomerWarning customer={customer} />
          <RecordNotices row={estimate} />
          <Panel title="Estimate">
            {summary && (
              <Text size="sm" mb="sm" style={{ whiteSpace: 'pre-line' }}>
                {plainText(summary)}
              </Text>
            )}
            <Facts columns={2} facts={useEstimateFacts(estimate)} />
          </Panel>
          {serviceTitanId !== null && <ItemsPanel resource="estimates" serviceTitanId={serviceTitanId} />}
        </>
      }
      side={
        <>
          <Panel title="Amounts">
            <Facts facts={amountsOf(estimate)} />
          </Panel>
          <CustomerCard customer={customer} />
          <LocationCard location={location} />
        </>
      }
    />
  )
}

function amountsOf({ subtotal, tax, depositAmount, depositPercent }: Row<'estimates'>): Fact[] {
  return [
    ['Subtotal', formatMoney(subtotal)],
    ['Tax', formatMoney(tax)],
    ['Deposit', formatMoney(depositAmount)],
    ['Deposit in %', formatQuantity(depositPercent)],
  ]
}

function useEstimateFacts(estimate: Row<'estimates'>): Fact[] {
  const businessUnits = useNames(useAccount(), 'business-units')
  return [
    ['Job', <JobLink key="job" id={estimate.jobId} number={estimate.jobNumber} />],
    ['Business unit', nameOf(businessUnits, estimate.businessUnitId)],
    ['Sold', <Time key="sold" value={estimate.soldOn} />],
    ['Seller', <Seller key="seller" id={estimate.soldById} />],
    ['Review', readable(estimate.reviewStatus)],
    ['Recommended', estimate.isRecommended ? 'Yes' : 'No'],
    ['Change order', estimate.isChangeOrder ? 'Yes' : 'No'],
    ['Proposal', estimate.proposalTagName],
    ...recordFacts(estimate),
  ]
}

/** The technician who sold an estimate; a dash if none did, or an employee who is no technician. */
function Seller({ id }: { readonly id: string | null }) {
  const technicians = useNames(useAccount(), 'technicians')
  if (id === null) return '–'
  return <TenantLink to={`/technicians/${id}`}>{nameOf(technicians, id)}</TenantLink>
}
