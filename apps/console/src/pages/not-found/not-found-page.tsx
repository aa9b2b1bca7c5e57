import { Button, EmptyState } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'

/** Any address that is not a page. */
export function Component() {
  return (
    <>
      <PageHeader title="There is no such page" />
      <EmptyState
        py="xl"
        icon={<IconMapOff size={36} stroke={1.5} aria-hidden />}
        description="The address may be mistyped. Look for a record with the search (press /)."
      >
        <EmptyState.Actions>
          <Button component={Link} to="/">
            To the overview
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </>
  )
}
