import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from '../values/tone.ts'
import classes from './notice.module.css'

const icons = {
  bad: IconAlertCircle,
  warn: IconAlertTriangle,
  good: IconCircleCheck,
  info: IconInfoCircle,
  neutral: IconInfoCircle,
}

export interface NoticeProps {
  readonly tone: Tone
  readonly title?: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** A message that users must read before the content below it. */
export function Notice({ tone, title, action, children }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        {title && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
      {action}
    </div>
  )
}
