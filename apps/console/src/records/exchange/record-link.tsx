import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type ExchangedRecord, pathOfRecord, subjectOf } from './record-subject.ts'

/** A record by its name, with a link to its page if it has one. */
export function RecordLink({ record }: { readonly record: ExchangedRecord }) {
  const path = pathOfRecord(record)
  const text = subjectOf(record)
  return path === null ? <span>{text}</span> : <TenantLink to={path}>{text}</TenantLink>
}
