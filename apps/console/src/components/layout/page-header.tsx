import { Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import classes from './page-header.module.css'

export interface PageHeaderProps {
  readonly title: string
  /** The title of the browser tab. @default `title` */
  readonly documentTitle?: string
  readonly description?: ReactNode
  /** Shown next to the title, such as a status. */
  readonly aside?: ReactNode
  readonly actions?: ReactNode
}

/** The page's only h1. It receives the focus after a navigation, so that screen readers announce the page. */
export function PageHeader({ title, documentTitle = title, description, aside, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { key } = useLocation()
  useEffect(() => {
    document.title = `${documentTitle} · LAZI Data`
  }, [documentTitle])
  useEffect(() => {
    // The first page of a visit has the key `default`: no navigation led to it.
    if (key !== 'default' && !isTyping()) heading.current?.focus({ preventScroll: true })
  }, [key])
  return (
    <header className={classes.header}>
      <div className={classes.text}>
        <div className={classes.line}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {aside}
        </div>
        {description && (
          <Text component="div" c="dimmed" size="sm" className={classes.description}>
            {description}
          </Text>
        )}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}

/** Filters and tabs change the address too: the focus must stay in the one that the user is using. */
function isTyping(): boolean {
  return document.activeElement?.closest('input, select, textarea, [role="tab"], [data-keeps-focus]') != null
}
