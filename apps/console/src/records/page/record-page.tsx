import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { QueryStateProps } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { FactsSkeleton } from '../../components/values/facts.tsx'
import { isRefusal } from '../../session/is-refusal.ts'
import { RecordState } from '../record-state.tsx'
import classes from './record-page.module.css'

export interface RecordPageProps<Data> extends Omit<QueryStateProps<Data>, 'skeleton'> {
  /** Such as `Job`: the heading while there is no record to show. */
  readonly kind: string
}

/** The page of a record: its skeleton while it loads, then the record, or why it cannot be shown. */
export function RecordPage<Data>({ kind, query, children }: RecordPageProps<Data>) {
  const { data, error } = query
  return (
    <>
      {error && (data === undefined || isRefusal(error)) && <PageHeader title={kind} />}
      <RecordState query={query} skeleton={<RecordSkeleton kind={kind} />}>
        {children}
      </RecordState>
    </>
  )
}

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
