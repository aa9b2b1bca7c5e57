import { Button, CopyButton, UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronRight, IconCopy } from '@tabler/icons-react'
import { useId, useState } from 'react'
import classes from './raw-json.module.css'

export interface RawJsonProps {
  readonly title: string
  /** Any JSON value; undefined while it is loading. */
  readonly value: unknown
  readonly isOpen?: boolean
  readonly onToggle?: (isOpen: boolean) => void
}

/** A collapsible section that shows JSON. */
export function RawJson({ title, value, isOpen: isInitiallyOpen = false, onToggle }: RawJsonProps) {
  const [isOpen, setOpen] = useState(isInitiallyOpen)
  const contentId = useId()
  const text = value === undefined ? undefined : JSON.stringify(value, null, 2)
  const toggle = () => {
    setOpen(!isOpen)
    onToggle?.(!isOpen)
  }
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={contentId}
            onClick={toggle}
          >
            <IconChevronRight size={16} aria-hidden className={classes.chevron} />
            {title}
          </UnstyledButton>
        </h2>
        {isOpen && text && (
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        )}
      </div>
      <div id={contentId} hidden={!isOpen}>
        {isOpen && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
          <pre className={classes.code} tabIndex={0}>
            {text ?? 'Loading …'}
          </pre>
        )}
      </div>
    </section>
  )
}
