import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { Opening } from './pages/sign-in/opening.tsx'
import { SignIn } from './pages/sign-in/sign-in.tsx'
import { router } from './routes.tsx'
import type { AddressLink } from './session/address-link.ts'
import { queryClient } from './session/query-client.ts'
import { useAccountState } from './session/use-accounts.ts'
import { cssVariables, theme } from './theme.ts'

export interface AppProps {
  /** The sign-in link of the address, if any. */
  readonly link: AddressLink | undefined
}

/** The console: the sign-in form while the browser has no session, otherwise the page of the address. */
export function App({ link }: AppProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} />
        <Content link={link} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Content({ link }: AppProps) {
  const { isKnown, error, accounts } = useAccountState()
  const [open, setOpen] = useState(link)
  const close = () => setOpen(undefined)
  if (!isKnown) return <Opening error={error} />
  if (!open && accounts.length > 0) return <RouterProvider router={router} />
  return <SignIn link={open} onDone={close} onCancel={accounts.length > 0 ? close : undefined} />
}
