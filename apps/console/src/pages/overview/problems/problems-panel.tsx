import { Anchor } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Panel } from '../../../components/layout/panel.tsx'
import type { Tone } from '../../../components/values/tone.ts'
import { useTenantPath } from '../../../session/use-tenant-path.ts'
import type { Problem } from './problem.ts'
import classes from './problems-panel.module.css'

const icons: Readonly<Partial<Record<Tone, typeof IconAlertCircle>>> = {
  bad: IconAlertCircle,
  warn: IconAlertTriangle,
}

/** The problems with links to their details; renders nothing if there are no problems. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const pathOf = useTenantPath()
  if (problems.length === 0) return null
  return (
    <Panel title="Problems" count={problems.length} flush>
      <ul className={classes.list}>
        {problems.map(({ tone, resource, title, detail, path }) => {
          const Icon = icons[tone] ?? IconInfoCircle
          return (
            <li key={`${resource} ${path} ${title}`} className={classes.item} data-tone={tone}>
              <Icon size={18} aria-hidden className={classes.icon} />
              <div className={classes.text}>
                {path === undefined ? (
                  <strong className={classes.title}>
                    {resource} {title}
                  </strong>
                ) : (
                  <Anchor component={Link} to={pathOf(path)} fw={600} c="inherit" className={classes.link}>
                    {resource} {title}
                  </Anchor>
                )}
                <span className={classes.detail}>{detail}</span>
              </div>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
