import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTenantPath } from '../../session/use-tenant-path.ts'

export interface TenantLinkProps {
  /** The path within the account: `/jobs/51000002`. */
  readonly to: string
  readonly children: ReactNode
}

/** A link to a page of the same account. */
export function TenantLink({ to, children }: TenantLinkProps) {
  const pathOf = useTenantPath()
  return (
    <Anchor component={Link} to={pathOf(to)} inherit>
      {children}
    </Anchor>
  )
}
