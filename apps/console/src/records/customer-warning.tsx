import type { Row } from 'api/client'
import { Notice } from '../components/feedback/notice.tsx'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { titleOf } from './record-title.ts'

export interface CustomerWarningProps {
  readonly customer:
    | Pick<Row<'customers'>, 'id' | 'serviceTitanId' | 'name' | 'doNotService'>
    | null
    | undefined
  /** Whether the page is the customer's own, which needs no link. */
  readonly isOwnPage?: boolean
}

/** A warning on every page about a customer’s work that no work is to be done for the customer. */
export function CustomerWarning({ customer, isOwnPage = false }: CustomerWarningProps) {
  if (!customer?.doNotService) return null
  return (
    <Notice tone="bad" title="Do not service.">
      {isOwnPage ? (
        'This customer is marked in ServiceTitan: no work is to be done.'
      ) : (
        <>
          The customer{' '}
          <TenantLink to={`/customers/${customer.id}`}>{titleOf('Customer', customer)}</TenantLink> is marked
          in ServiceTitan: no work is to be done.
        </>
      )}
    </Notice>
  )
}
