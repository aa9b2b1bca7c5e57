import { locationFields, type Row } from 'api/client'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { EditRecord } from '../forms/edit-record.tsx'
import { titleOf } from '../record-title.ts'
import { NewJobLink } from './new-job-link.tsx'

/** What can be done to a location, where people change it in LAZI and the user may. */
export function LocationActions({ location }: { readonly location: Row<'locations'> }) {
  const mayChange = useMayChange(useAccount(), 'customers', 'write:records', { inHybrid: true })
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
