import { Button, EmptyState } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouteError } from 'react-router'

/** A page that could not be drawn, or whose code is gone because a newer console was deployed. */
export function PageError() {
  const error = useRouteError()
  return (
    <EmptyState
      role="alert"
      py="xl"
      icon={<IconBug size={36} stroke={1.5} aria-hidden />}
      title="This page could not be shown"
      description={`Load it again: the console may have been updated. (${error instanceof Error ? error.message : String(error)})`}
    >
      <EmptyState.Actions>
        <Button onClick={() => location.reload()}>Load again</Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
