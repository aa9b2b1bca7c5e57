import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageHeader } from '../components/layout/page-header.tsx'
import { Panel } from '../components/layout/panel.tsx'
import { FactsSkeleton } from '../components/values/facts.tsx'
import classes from './record-page.module.css'

export interface RecordLayoutProps {
  readonly main: ReactNode
  readonly side: ReactNode
}

/** Two columns on a wide screen, one on a narrow one. */
export function RecordLayout({ main, side }: RecordLayoutProps) {
  return (
    <div className={classes.layout}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  )
}

/** A record's page while it is loading. */
export function RecordSkeleton({ kind }: { readonly kind: string }) {
  return (
    <>
      <PageHeader title={kind} description={<Skeleton height={12} width={220} my={4} />} />
      <RecordLayout
        main={
          <>
            <Panel title={kind}>
              <FactsSkeleton count={8} columns={2} />
            </Panel>
            <Panel title="Appointments">
              <Skeleton height={120} />
            </Panel>
          </>
        }
        side={
          <Panel title="Customer">
            <FactsSkeleton count={4} />
          </Panel>
        }
      />
    </>
  )
}
