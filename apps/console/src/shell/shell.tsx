import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2 } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { Brand } from '../components/layout/brand.tsx'
import { useLiveChanges } from '../data/live/use-live-changes.ts'
import { AccountMenu } from './account-menu.tsx'
import { ColorSchemeMenu } from './color-scheme-menu.tsx'
import { EndedNotice } from './ended-notice.tsx'
import { LiveStatus } from './live-status.tsx'
import { Nav } from './nav.tsx'
import { NavigationProgress } from './navigation-progress.tsx'
import { OfflineNotice } from './offline-notice.tsx'
import { Search } from './search/search.tsx'
import { SearchButton } from './search/search-button.tsx'
import classes from './shell.module.css'
import { useShownAccount } from './use-shown-account.ts'

/** The frame of every page: navigation, search, account menu and live status. */
export function Shell() {
  const { account, isOfPage } = useShownAccount()
  const live = useLiveChanges(isOfPage ? account : undefined)
  const [isMenuOpen, menu] = useDisclosure(false)
  const { pathname } = useLocation()
  useEffect(menu.close, [pathname])
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <NavigationProgress />
      <aside className={classes.sidebar}>
        <Link to="/" className={classes.brand}>
          <Brand />
        </Link>
        <Nav account={account} />
      </aside>
      <Drawer opened={isMenuOpen} onClose={menu.close} size={260} title={<Brand />} hiddenFrom="md">
        <Nav account={account} />
      </Drawer>
      <div className={classes.column}>
        <header className={classes.bar}>
          <ActionIcon
            className={classes.burger}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Open the menu"
            onClick={menu.open}
          >
            <IconMenu2 size={20} />
          </ActionIcon>
          <SearchButton />
          <div className={classes.end}>
            <LiveStatus state={live} />
            <ColorSchemeMenu />
            <AccountMenu shown={account} />
          </div>
        </header>
        <main id="content" className={classes.main} tabIndex={-1}>
          <OfflineNotice />
          <EndedNotice />
          <Outlet />
        </main>
      </div>
      <Search account={account} />
      <ScrollRestoration />
    </div>
  )
}
