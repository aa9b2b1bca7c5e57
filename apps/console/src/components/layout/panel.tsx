import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

export interface PanelProps {
  readonly title?: string
  /** The number of items, shown next to the title. */
  readonly count?: number | string | undefined
  readonly actions?: ReactNode
  /** Whether the content has its own padding, as tables do. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A bordered section of a page, with a heading. */
export function Panel({ title, count, actions, flush = false, children }: PanelProps) {
  const headingId = useId()
  return (
    <section className={classes.panel} aria-labelledby={title ? headingId : undefined}>
      {title && (
        <div className={classes.head}>
          <Title order={2} id={headingId}>
            {title}
          </Title>
          {count !== undefined && <span className={classes.count}>{count}</span>}
          <div className={classes.actions}>{actions}</div>
        </div>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
