import { ActionIcon, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import {
  type ApiClient,
  customerContactFields,
  locationContactFields,
  type Row,
  type WritableTable,
} from 'api/client'
import { useState } from 'react'
import { ConfirmDialog } from '../components/dialogs/confirm-dialog.tsx'
import { notifyRefusal } from '../components/feedback/notify-refusal.ts'
import { Panel } from '../components/layout/panel.tsx'
import { EmailLink } from '../components/values/email-link.tsx'
import { Facts } from '../components/values/facts.tsx'
import { PhoneLink } from '../components/values/phone-link.tsx'
import { useChange } from '../data/changes/use-change.ts'
import { useMayChange } from '../data/changes/use-domains.ts'
import { useAccount } from '../session/use-accounts.ts'
import { countIncluded } from './count-included.ts'
import { CreateDialog } from './forms/create-dialog.tsx'
import { EditDialog } from './forms/edit-record.tsx'

type Contact = Row<'customer-contacts'> | Row<'location-contacts'>

interface Kind {
  readonly resource: 'customer-contacts' | 'location-contacts'
  readonly table: WritableTable
  readonly owner: string
  readonly add: (
    client: ApiClient,
    ownerId: string,
    contact: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>
}

const kinds: Readonly<Record<'customers' | 'locations', Kind>> = {
  customers: {
    resource: 'customer-contacts',
    table: customerContactFields,
    owner: 'customerId',
    add: (client, ownerId, contact) => client.addContact('customers', ownerId, contact as never),
  },
  locations: {
    resource: 'location-contacts',
    table: locationContactFields,
    owner: 'locationId',
    add: (client, ownerId, contact) => client.addContact('locations', ownerId, contact as never),
  },
}

export interface ContactsCardProps {
  readonly of: keyof typeof kinds
  /** The customer or location. */
  readonly ownerId: string
  readonly contacts: readonly Contact[]
}

/** Phone numbers and e-mail addresses of a record; where people change them in LAZI, they can be changed. */
export function ContactsCard({ of, ownerId, contacts }: ContactsCardProps) {
  const mayChange = useMayChange(useAccount(), 'customers', 'write:records', { inHybrid: true })
  const [isAdding, setAdding] = useState(false)
  const { table, owner, add } = kinds[of]
  return (
    <Panel
      title="Contacts"
      count={countIncluded(contacts)}
      actions={
        mayChange && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            Add
          </Button>
        )
      }
    >
      {contacts.length === 0
        ? 'None are known.'
        : contacts.map((contact) => (
            <ContactFacts key={contact.id} of={of} contact={contact} mayChange={mayChange} />
          ))}
      {isAdding && (
        <CreateDialog
          title="Add a contact"
          submitLabel="Add"
          doneTitle="The contact is added"
          table={table}
          omitted={[owner]}
          send={(client, id, values) => add(client, ownerId, { id, ...values })}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  )
}

interface ContactFactsProps extends Pick<ContactsCardProps, 'of'> {
  readonly contact: Contact
  readonly mayChange: boolean
}

function ContactFacts({ of, contact, mayChange }: ContactFactsProps) {
  const { type, value, memo } = contact
  return (
    <Facts
      facts={[
        [
          type ?? 'Contact',
          <Group key="value" gap="xs" justify="space-between" wrap="nowrap">
            <span>
              {value?.includes('@') ? <EmailLink email={value} /> : <PhoneLink phone={value} />}
              {memo && ` · ${memo}`}
            </span>
            {mayChange && <ContactButtons of={of} contact={contact} />}
          </Group>,
        ],
      ]}
    />
  )
}

function ContactButtons({ of, contact }: Pick<ContactFactsProps, 'of' | 'contact'>) {
  const { resource, table } = kinds[of]
  const [dialog, setDialog] = useState<'edit' | 'remove'>()
  const remove = useChange(useAccount(), {
    send: (client, reason: string | undefined) => client.remove(resource, contact, { reason }),
    onDone: () => notifications.show({ color: 'teal', title: 'The contact is removed', message: null }),
    onRefused: notifyRefusal,
  })
  const name = contact.value ?? 'the contact'
  const close = () => setDialog(undefined)
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={`Edit ${name}`} onClick={() => setDialog('edit')}>
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={`Remove ${name}`}
        loading={remove.isPending}
        onClick={() => setDialog('remove')}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
      {dialog === 'edit' && (
        <EditDialog
          resource={resource}
          table={table}
          record={contact as Row<typeof resource>}
          title={name}
          onClose={close}
        />
      )}
      <ConfirmDialog
        title={`Remove ${name}?`}
        isOpen={dialog === 'remove'}
        onClose={close}
        confirmLabel="Remove it"
        cancelLabel="Keep it"
        isDangerous
        onConfirm={(reason) => remove.mutate(reason)}
      >
        The audit log keeps what it was.
      </ConfirmDialog>
    </Group>
  )
}
