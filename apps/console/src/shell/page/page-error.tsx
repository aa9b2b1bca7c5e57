import { Button, EmptyState } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouteError } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLoadError } from './load-page.ts'
import { PageUnavailable } from './page-unavailable.tsx'

/** Shown in place of a page whose code could not be loaded, or that fails to render. The navigation stays. */
export function PageError() {
  const error = useRouteError()
  if (error instanceof PageLoadError) return <PageUnavailable />
  return (
    <>
      <PageHeader title="This page could not be displayed" />
      <EmptyState
        role="alert"
        py="xl"
        icon={<IconBug size={36} stroke={1.5} aria-hidden />}
        description={`The console has a fault here. Reload the page, or open another one. (${error instanceof Error ? error.message : String(error)})`}
      >
        <EmptyState.Actions>
          <Button onClick={() => location.reload()}>Reload</Button>
        </EmptyState.Actions>
      </EmptyState>
    </>
  )
}
