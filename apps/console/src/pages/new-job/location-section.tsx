import { Checkbox } from '@mantine/core'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { FormFields } from '../../records/forms/form-fields.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { LocationChoice } from './location-choice.tsx'
import { Created, Section } from './section.tsx'
import type { useNewJob } from './use-new-job.ts'

/** The location: one of the customer's, a new one, or the one that was created just now. */
export function LocationSection({ state }: { readonly state: ReturnType<typeof useNewJob> }) {
  const {
    choices: { isNewCustomer, isNewLocation, isSameAddress },
    choose,
    forms: { location },
    chosenCustomerId,
    chosenLocationId,
    locationError,
    createdLocation,
    booking: { created },
  } = state
  const mayCreate = useMayChange(useAccount(), 'customers', 'write:records', { inHybrid: true })
  if (createdLocation) {
    return (
      <Section title="Location">
        <Created
          what="location"
          path={`/locations/${createdLocation}`}
          isEarlier={created.earlier?.includes('location')}
        />
      </Section>
    )
  }
  const isNew = isNewCustomer ? !isSameAddress : isNewLocation
  return (
    <Section title="Location" refusal={location.refusal}>
      {isNewCustomer ? (
        <Checkbox
          label="At the address of the customer"
          checked={isSameAddress}
          onChange={(event) => choose({ isSameAddress: event.currentTarget.checked })}
        />
      ) : (
        mayCreate && (
          <Checkbox
            label="A new location of this customer"
            checked={isNewLocation}
            onChange={(event) => choose({ isNewLocation: event.currentTarget.checked })}
          />
        )
      )}
      {isNew && <FormFields table={location.table} form={location.form} />}
      {!isNew && !isNewCustomer && (
        <LocationChoice
          customerId={chosenCustomerId}
          value={chosenLocationId}
          onChange={(id) => choose({ location: { customerId: chosenCustomerId, id } })}
          error={locationError}
        />
      )}
    </Section>
  )
}
