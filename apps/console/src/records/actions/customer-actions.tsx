import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { customerFields, locationFields, type NewRecords, type Row } from 'api/client'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FormDialog } from '../../components/dialogs/form-dialog.tsx'
import { explainInOneLine } from '../../components/feedback/explain-error.ts'
import { sendForVersion } from '../../data/changes/send-for-version.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { CreateDialog } from '../forms/create-dialog.tsx'
import { EditDialog } from '../forms/edit-record.tsx'
import { SearchSelect } from '../forms/record-select.tsx'
import { titleOf } from '../record-title.ts'
import { ActionBar } from './action-bar.tsx'
import { NewJobLink } from './new-job-link.tsx'

/** What can be done to a customer, where LAZI owns it and the user may. */
export function CustomerActions({ customer }: { readonly customer: Row<'customers'> }) {
  const [dialog, setDialog] = useState<'edit' | 'location' | 'merge'>()
  const account = useAccount()
  const mayEdit = useMayChange(account, 'customers', 'write:records', { inHybrid: true })
  const mayMerge = useMayChange(account, 'customers', 'write:records')
  if (customer.deletedAt) return null
  const close = () => setDialog(undefined)
  return (
    <>
      <NewJobLink query={{ customerId: customer.id }} />
      <ActionBar
        main={[]}
        isActing={false}
        more={[
          ...(mayEdit
            ? [
                { label: 'Edit …', onClick: () => setDialog('edit') },
                { label: 'Add a location …', onClick: () => setDialog('location') },
              ]
            : []),
          ...(mayMerge
            ? [{ label: 'Merge into another customer …', onClick: () => setDialog('merge') }]
            : []),
        ]}
      />
      {dialog === 'edit' && (
        <EditDialog
          resource="customers"
          table={customerFields}
          record={customer}
          title={titleOf('Customer', customer)}
          onClose={close}
        />
      )}
      {dialog === 'location' && (
        <CreateDialog
          title="Add a location"
          submitLabel="Add"
          doneTitle="The location is added"
          table={locationFields}
          omitted={['customerId', 'active']}
          send={(client, id, values) =>
            client.create('locations', {
              id,
              ...values,
              customerId: customer.id,
            } as unknown as NewRecords['locations'])
          }
          onClose={close}
        />
      )}
      {dialog === 'merge' && <MergeDialog customer={customer} onClose={close} />}
    </>
  )
}

interface MergeDialogProps {
  readonly customer: Row<'customers'>
  readonly onClose: () => void
}

/** Merges a customer into another one. */
function MergeDialog({ customer, onClose }: MergeDialogProps) {
  const navigate = useNavigate()
  const pathOf = useTenantPath()
  const [refusal, setRefusal] = useState<string>()
  const form = useForm({
    initialValues: { into: '' },
    validate: {
      into: (id) =>
        id === '' ? 'This is required.' : id === customer.id ? 'Choose another customer.' : null,
    },
  })
  const merge = useChange(useAccount(), {
    send: (client, into: string) =>
      sendForVersion(customer, ['active', 'mergedIntoId'], (at) => client.mergeCustomer(at, into)),
    onDone: (_, into) => {
      onClose()
      notifications.show({ color: 'teal', title: 'The customers are merged', message: null })
      void navigate(pathOf(`/customers/${into}`))
    },
    onRefused: (error) => setRefusal(explainInOneLine(error)),
  })
  return (
    <FormDialog
      title={`Merge ${titleOf('Customer', customer)} into another customer`}
      isOpen
      onClose={onClose}
      submitLabel="Merge"
      isSending={merge.isPending}
      refusal={refusal}
      onSubmit={form.onSubmit(({ into }) => merge.mutate(into))}
    >
      <Text size="sm">
        Contacts, locations, jobs and tags move to the other customer, and this one becomes inactive. It
        cannot be undone.
      </Text>
      <SearchSelect
        resource="customers"
        label="The customer that stays"
        required
        {...form.getInputProps('into')}
        value={form.values.into}
      />
    </FormDialog>
  )
}
