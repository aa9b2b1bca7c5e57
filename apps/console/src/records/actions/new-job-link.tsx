import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useMayChange } from '../../data/changes/use-domains.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'

export interface NewJobLinkProps {
  /** What the page begins with. @default nothing */
  readonly query?: Readonly<Record<string, string>>
  readonly label?: string
  /** The domain whose records it creates first. @default 'jobs' */
  readonly domain?: 'customers' | 'jobs'
}

/** A button that opens the page for a new job, where the user may create it. */
export function NewJobLink({ query = {}, label = 'New job', domain = 'jobs' }: NewJobLinkProps) {
  const pathOf = useTenantPath()
  if (!useMayChange(useAccount(), domain, 'write:records', { inHybrid: true })) return null
  return (
    <Button
      component={Link}
      leftSection={<IconPlus size={16} aria-hidden />}
      to={`${pathOf('/new-job')}?${new URLSearchParams(query)}`}
    >
      {label}
    </Button>
  )
}
