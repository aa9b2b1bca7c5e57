import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { AddressLink } from '../components/values/address-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { formatMoney } from '../components/values/format-number.ts'
import { titleOf } from './record-title.ts'

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
                {titleOf('Customer', customer)}
              </TenantLink>,
            ],
            ['Type', customer.type],
            ['Address', <AddressLink key="address" address={customer} />],
            ['Balance', formatMoney(customer.balance)],
          ]}
        />
      ) : (
        'Not known.'
      )}
    </Panel>
  )
}
