import { locationFields, type Row } from 'api/client'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EditRecord } from '../forms/edit-record.tsx'
import { titleOf } from '../record-title.ts'
import { NewJobLink } from './new-job-link.tsx'

/** What can be done to a location, where LAZI owns it and the user may. */
export function LocationActions({ location }: { readonly location: Row<'locations'> }) {
  const mayChange = useMayChange(useAccount(), 'customers', 'write:records')
  if (location.deletedAt) return null
  const { id, customerId } = location
  return (
    <>
      {customerId && <NewJobLink query={{ customerId, locationId: id }} />}
      {mayChange && (
        <EditRecord
          resource="locations"
          table={locationFields}
          record={location}
          title={titleOf('Location', location)}
        />
      )}
    </>
  )
}
