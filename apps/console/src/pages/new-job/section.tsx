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
  readonly what: 'customer' | 'location'
  readonly path: string
}

/** A part that exists since this page created it: a later part was refused. */
export function Created({ what, path }: CreatedProps) {
  return (
    <Notice tone="good" title={`The ${what} is created.`}>
      <TenantLink to={path}>Its page</TenantLink>
    </Notice>
  )
}
