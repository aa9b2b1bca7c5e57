import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { titleOf } from '../record-title.ts'

export interface CustomerLinkProps {
  /** LAZI's id of the customer; null: LAZI does not have the customer. */
  readonly id: string | null
  readonly name: string | null | undefined
}

/** A customer by name; text without a link if LAZI does not have the customer, a dash if there is none. */
export function CustomerLink({ id, name = null }: CustomerLinkProps) {
  if (id === null) return name || '–'
  return <TenantLink to={`/customers/${id}`}>{titleOf('Customer', { id, name })}</TenantLink>
}

export interface JobLinkProps {
  /** LAZI's id of the job; null: LAZI does not have the job. */
  readonly id: string | null
  readonly number: string | null
}

/** A job by number; text without a link if LAZI does not have the job, a dash if there is none. */
export function JobLink({ id, number }: JobLinkProps) {
  if (id === null) return number || '–'
  return <TenantLink to={`/jobs/${id}`}>{number || id}</TenantLink>
}
