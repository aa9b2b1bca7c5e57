import { Button, EmptyState } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouteError } from 'react-router'

/** Shown when a page fails to render, or when its code no longer exists after a deployment. */
export function PageError() {
  const error = useRouteError()
  return (
    <EmptyState
      role="alert"
      py="xl"
      icon={<IconBug size={36} stroke={1.5} aria-hidden />}
      title="This page could not be displayed"
      description={`Reload the page: the console may have been updated. (${error instanceof Error ? error.message : String(error)})`}
    >
      <EmptyState.Actions>
        <Button onClick={() => location.reload()}>Reload</Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
