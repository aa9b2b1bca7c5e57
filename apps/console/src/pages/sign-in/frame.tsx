import { Paper, Title } from '@mantine/core'
import { type ReactNode, useEffect, useId } from 'react'
import { Brand } from '../../components/layout/brand.tsx'
import classes from './sign-in.module.css'

/** The frame of the sign-in page. */
export function Frame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const headingId = useId()
  useEffect(() => {
    document.title = 'Sign in · LAZI Data'
  }, [])
  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder radius="lg" aria-labelledby={headingId}>
        <Brand />
        <Title id={headingId} order={1} mt="lg">
          {title}
        </Title>
        {children}
      </Paper>
    </main>
  )
}
