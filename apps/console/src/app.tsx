import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { SignIn } from './pages/sign-in/sign-in.tsx'
import { router } from './routes.tsx'
import { queryClient } from './session/query-client.ts'
import { useAccounts } from './session/use-accounts.ts'
import { cssVariables, theme } from './theme.ts'

export interface AppProps {
  /** The API key from the address, if any. */
  readonly addressKey: string | undefined
}

/** The console: the sign-in form while the browser has no key, otherwise the page of the address. */
export function App({ addressKey }: AppProps) {
  const accounts = useAccounts()
  const [newKey, setNewKey] = useState(addressKey)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} />
        {accounts.length === 0 || newKey ? (
          <SignIn addressKey={newKey} onDone={() => setNewKey(undefined)} />
        ) : (
          <RouterProvider router={router} />
        )}
      </QueryClientProvider>
    </MantineProvider>
  )
}
