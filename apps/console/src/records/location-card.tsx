import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { AddressLink } from '../components/values/address-link.tsx'
import { EmailLink } from '../components/values/email-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { PhoneLink } from '../components/values/phone-link.tsx'
import { titleOf } from './record-title.ts'

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
                {titleOf('Location', location)}
              </TenantLink>,
            ],
            ['Address', <AddressLink key="address" address={location} />],
            ['Phone', <PhoneLink key="phone" phone={location.phone} />],
            ['E-mail', <EmailLink key="email" email={location.email} />],
          ]}
        />
      ) : (
        'Not known.'
      )}
    </Panel>
  )
}
