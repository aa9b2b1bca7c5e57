import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Notice } from '../../components/feedback/notice.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'

export interface SectionProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly refusal?: string | undefined
  readonly children: ReactNode
}

/** A part of the page, with the reason for which it was refused. */
export function Section({ title, actions, refusal, children }: SectionProps) {
  return (
    <Panel title={title} actions={actions}>
      <Stack gap="sm">
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {children}
      </Stack>
    </Panel>
  )
}

export interface CreatedProps {
  readonly what: 'customer' | 'location' | 'job'
  readonly path: string
  /** Whether it was created with what the form had before it was changed. */
  readonly isEarlier: boolean | undefined
}

/** A part that exists since this page created it: a later part was refused, or a response was lost. */
export function Created({ what, path, isEarlier = false }: CreatedProps) {
  const link = <TenantLink to={path}>Its page</TenantLink>
  if (!isEarlier)
    return (
      <Notice tone="good" title={`The ${what} is created.`}>
        {link}
      </Notice>
    )
  return (
    <Notice tone="warn" title={`The ${what} was created before the form was changed.`}>
      It has what the form had then, and the changes since are not saved. {link}
    </Notice>
  )
}
