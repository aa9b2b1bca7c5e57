import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { formatMoney } from '../components/values/format-number.ts'
import { formatAddress } from './format-address.ts'

/** The customer of a record, shown next to the record. */
export function CustomerCard({ customer }: { readonly customer: Row<'customers'> | null | undefined }) {
  return (
    <Panel title="Customer">
      {customer ? (
        <Facts
          facts={[
            [
              'Name',
              <TenantLink key="name" to={`/customers/${customer.id}`}>
                {customer.name ?? customer.id}
              </TenantLink>,
            ],
            ['Type', customer.type],
            ['Address', formatAddress(customer)],
            ['Balance', formatMoney(customer.balance)],
          ]}
        />
      ) : (
        'Not in the cache.'
      )}
    </Panel>
  )
}
