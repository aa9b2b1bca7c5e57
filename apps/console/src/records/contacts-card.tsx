import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { EmailLink } from '../components/values/email-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { PhoneLink } from '../components/values/phone-link.tsx'
import { countIncluded } from './count-included.ts'

/** Phone numbers and e-mail addresses of a record. */
export function ContactsCard({
  contacts,
}: {
  readonly contacts: readonly (Row<'customer-contacts'> | Row<'location-contacts'>)[]
}) {
  return (
    <Panel title="Contacts" count={countIncluded(contacts)}>
      {contacts.length === 0
        ? 'None are known.'
        : contacts.map(({ id, type, value, memo }) => (
            <Facts
              key={id}
              facts={[
                [
                  type ?? 'Contact',
                  <span key="value">
                    {value?.includes('@') ? <EmailLink email={value} /> : <PhoneLink phone={value} />}
                    {memo && ` · ${memo}`}
                  </span>,
                ],
              ]}
            />
          ))}
    </Panel>
  )
}
