import type { Row } from 'api/client'
import { Panel } from '../components/layout/panel.tsx'
import { Facts } from '../components/values/facts.tsx'
import { formatPhone } from './format-phone.ts'

/** Phone numbers and e-mail addresses of a record. */
export function ContactsCard({
  contacts,
}: {
  readonly contacts: readonly (Row<'customer-contacts'> | Row<'location-contacts'>)[]
}) {
  return (
    <Panel title="Contacts" count={contacts.length}>
      {contacts.length === 0
        ? 'None in the cache.'
        : contacts.map(({ id, type, value, memo }) => (
            <Facts
              key={id}
              facts={[[type ?? 'Contact', [formatPhone(value) ?? '–', memo].filter(Boolean).join(' · ')]]}
            />
          ))}
    </Panel>
  )
}
