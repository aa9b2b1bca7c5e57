import { ActionIcon, Button, Group, Menu, VisuallyHidden } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ResourceName, RunKind } from 'api/client'
import { allows } from '../session/account.ts'
import { useAccount } from '../session/use-accounts.ts'
import classes from './sync-button.module.css'
import { type SyncKindLabel, syncKinds } from './sync-kinds.ts'
import { useSyncRequest } from './use-sync-request.ts'
import { WaitNote } from './wait-note.tsx'

const kinds = Object.entries(syncKinds) as [RunKind, SyncKindLabel][]

/** Requests a sync of a table, and notifies when the sync has ended. */
export function SyncButton({ resource }: { readonly resource: ResourceName }) {
  const account = useAccount()
  const request = useSyncRequest(account, `Sync of ${resource}`)
  const isAllowed = allows(account, 'sync')
  const start = (kind: RunKind) => request.mutate((client) => client.requestSync(resource, { kind }))
  return (
    <span className={classes.request}>
      <Group gap={0} wrap="nowrap" className={classes.group}>
        <Button
          size="compact-sm"
          variant="default"
          className={classes.main}
          loading={request.isPending}
          disabled={!isAllowed}
          title={isAllowed ? undefined : 'This needs a key with the scope sync'}
          onClick={() => start('incremental')}
        >
          Sync now
          <VisuallyHidden>{` ${resource}`}</VisuallyHidden>
        </Button>
        <Menu position="bottom-end" width={290} disabled={!isAllowed || request.isPending}>
          <Menu.Target>
            <ActionIcon
              variant="default"
              size={26}
              className={classes.more}
              disabled={!isAllowed || request.isPending}
              aria-label={`Other syncs of ${resource}`}
            >
              <IconChevronDown size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map(([kind, { label, description }]) => (
              <Menu.Item key={kind} onClick={() => start(kind)}>
                {label}
                <span className={classes.description}>{description}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {request.waitsSince !== null && <WaitNote since={request.waitsSince} />}
    </span>
  )
}
