import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './facts.module.css'

export type Fact = readonly [label: string, value: ReactNode]

export interface FactsProps {
  readonly facts: readonly Fact[]
  readonly columns?: 1 | 2
}

/** A list of labelled values. An empty value is shown as a dash. */
export function Facts({ facts, columns = 1 }: FactsProps) {
  return (
    <dl className={classes.facts} data-columns={columns}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The skeleton of `count` facts. */
export function FactsSkeleton({ count, columns = 1 }: { readonly count: number; readonly columns?: 1 | 2 }) {
  const facts = Array.from(
    { length: count },
    (_, index): Fact => [`…${' '.repeat(index)}`, <Skeleton key="value" height={12} width="60%" my={4} />],
  )
  return <Facts facts={facts} columns={columns} />
}
