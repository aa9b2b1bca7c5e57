import { SegmentedControl } from '@mantine/core'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { FormFields } from '../../records/forms/form-fields.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { Created, Section } from './section.tsx'
import type { useNewJob } from './use-new-job.ts'

/** The customer: one that exists, a new one, or the one that was created just now. */
export function CustomerSection({ state }: { readonly state: ReturnType<typeof useNewJob> }) {
  const {
    choices: { isNewCustomer },
    choose,
    forms: { known, customer },
    booking: { created },
  } = state
  const mayCreate = useMayChange(useAccount(), 'customers', 'write:records', { inHybrid: true })
  if (created.customerId) {
    return (
      <Section title="Customer">
        <Created
          what="customer"
          path={`/customers/${created.customerId}`}
          isEarlier={created.earlier?.includes('customer')}
        />
      </Section>
    )
  }
  const { table, form, refusal } = isNewCustomer ? customer : known
  return (
    <Section
      title="Customer"
      refusal={refusal}
      actions={
        mayCreate && (
          <SegmentedControl
            size="xs"
            aria-label="Customer"
            data={[
              { value: 'known', label: 'Existing' },
              { value: 'new', label: 'New' },
            ]}
            value={isNewCustomer ? 'new' : 'known'}
            onChange={(value) => choose({ isNewCustomer: value === 'new' })}
          />
        )
      }
    >
      <FormFields table={table} form={form} />
    </Section>
  )
}
