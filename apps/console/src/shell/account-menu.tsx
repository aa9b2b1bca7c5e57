import { Button, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconChevronDown, IconLogout, IconPlus } from '@tabler/icons-react'
import { useLocation, useNavigate } from 'react-router'
import type { Account } from '../session/account.ts'
import { signOut } from '../session/sign-in.ts'
import { useAccounts } from '../session/use-accounts.ts'
import { tenantPath } from '../session/use-tenant-path.ts'
import classes from './account-menu.module.css'

/** A menu to switch between accounts, to add one, and to sign out of one. */
export function AccountMenu({ shown }: { readonly shown: Account | undefined }) {
  const accounts = useAccounts()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const switchTo = (tenantId: string) => navigate(samePageOf(tenantId, pathname))
  return (
    <Menu position="bottom-end" width={260} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="default"
          className={classes.button}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={shown ? `Account: ${shown.name}` : 'Accounts'}
        >
          <span className={classes.name}>{shown?.name ?? 'Accounts'}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Accounts</Menu.Label>
        {accounts.map(({ tenantId, name, timeZone }) => (
          <Menu.Item
            key={tenantId}
            onClick={() => switchTo(tenantId)}
            rightSection={tenantId === shown?.tenantId ? <IconCheck size={16} aria-label="shown" /> : null}
          >
            {name}
            <Text size="xs" c="dimmed">
              {tenantId} · {timeZone}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => navigate('/sign-in')}>
          Add an account
        </Menu.Item>
        {shown && (
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave(shown)}>
            Sign out of {shown.name}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )

  function leave({ tenantId, name }: Account): void {
    signOut(tenantId).then(
      () => navigate('/'),
      () =>
        notifications.show({
          color: 'red',
          title: `This browser is still signed in to ${name}`,
          message: 'The API cannot be reached. Try again.',
        }),
    )
  }
}

/** The path of the same list in another account. A record leads to its list: ids differ between accounts. */
function samePageOf(tenantId: string, pathname: string): string {
  const page = /^\/t\/\d+\/([^/]+)/.exec(pathname)?.[1]
  return tenantPath(tenantId, `/${page ?? 'schedule'}`)
}
