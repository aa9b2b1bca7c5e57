import type { CustomerContact, LocationContact } from 'api/client'
import { Facts } from '../components/facts.tsx'
import { Panel } from '../components/panel.tsx'
import { formatPhone } from './format-phone.ts'

/** How to reach somebody. */
export function ContactsCard({
  contacts,
}: {
  readonly contacts: readonly (CustomerContact | LocationContact)[]
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
