import { Button, EmptyState } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'

/** Shown for an address without a page. */
export function Component() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        py="xl"
        icon={<IconMapOff size={36} stroke={1.5} aria-hidden />}
        description="The address may be mistyped. To find a record, use the search (press /)."
      >
        <EmptyState.Actions>
          <Button component={Link} to="/">
            Go to the overview
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </>
  )
}
