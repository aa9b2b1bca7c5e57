import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { formatAddress } from './format-address.ts'
import { formatPhone } from './format-phone.ts'

/** The location of a record, shown next to the record. */
export function LocationCard({ location }: { readonly location: Row<'locations'> | null | undefined }) {
  return (
    <Panel title="Location">
      {location ? (
        <Facts
          facts={[
            [
              'Name',
              <TenantLink key="name" to={`/locations/${location.id}`}>
                {location.name ?? location.id}
              </TenantLink>,
            ],
            ['Address', formatAddress(location)],
            ['Phone', formatPhone(location.phone)],
            ['E-mail', location.email],
          ]}
        />
      ) : (
        'Not in the cache.'
      )}
    </Panel>
  )
}
