import { SegmentedControl } from '@mantine/core'
import { FormFields } from '../../records/forms/form-fields.tsx'
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
  if (created.customer) {
    return (
      <Section title="Customer">
        <Created what="customer" path={`/customers/${created.customer}`} />
      </Section>
    )
  }
  const { table, form, refusal } = isNewCustomer ? customer : known
  return (
    <Section
      title="Customer"
      refusal={refusal}
      actions={
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
      }
    >
      <FormFields table={table} form={form} />
    </Section>
  )
}
