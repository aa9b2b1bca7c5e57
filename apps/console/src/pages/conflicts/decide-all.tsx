import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ApiClient } from 'api/client'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/dialogs/confirm-dialog.tsx'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { formatCount } from '../../components/values/format-number.ts'
import { useChange } from '../../data/changes/use-change.ts'
import type { OpenConflict } from '../../data/use-exchange.ts'
import { type Side, sides } from '../../records/exchange/sides.ts'
import { useAccount } from '../../session/use-accounts.ts'

export interface DecideAllProps {
  /** Of this table and field only. */
  readonly table: string | undefined
  readonly field: string | undefined
  /** Those that are shown. */
  readonly conflicts: readonly OpenConflict[]
}

/** Decides all conflicts that are shown alike, after a confirmation. */
export function DecideAll({ table, field, conflicts }: DecideAllProps) {
  const [take, setTake] = useState<Side>()
  const { mutate, isPending } = useChange(useAccount(), {
    send: (client, { side, reason }: { readonly side: Side; readonly reason: string | undefined }) =>
      decideEach(
        client,
        { take: side, ...(table !== undefined && { table }), ...(field !== undefined && { field }) },
        reason,
      ),
    onDone: (decided) =>
      notifications.show({
        color: 'teal',
        title: decided === 1 ? 'Decided one conflict' : `Decided ${formatCount(decided)} conflicts`,
        message: null,
      }),
    onRefused: notifyRefusal,
  })
  if (conflicts.length < 2) return null
  return (
    <Group gap="xs">
      {(['lazi', 'servicetitan'] as const).map((side) => (
        <Button key={side} variant="default" size="xs" loading={isPending} onClick={() => setTake(side)}>
          {sides[side].label}: all
        </Button>
      ))}
      <ConfirmDialog
        title={`Decide all ${formatCount(conflicts.length)} conflicts alike?`}
        isOpen={take !== undefined}
        onClose={() => setTake(undefined)}
        cancelLabel="Cancel"
        confirmLabel={take === undefined ? 'Decide' : `${sides[take].label}: all`}
        onConfirm={(reason) => take !== undefined && mutate({ side: take, reason })}
      >
        <Text size="sm">Of each: {take !== undefined && sides[take].outcome}</Text>
      </ConfirmDialog>
    </Group>
  )
}

/** One request decides a hundred at most. @returns how many were decided */
async function decideEach(
  client: ApiClient,
  body: Parameters<ApiClient['decideAll']>[0],
  reason: string | undefined,
): Promise<number> {
  let sum = 0
  for (;;) {
    const { decided, left } = await client.decideAll(body, { reason })
    sum += decided
    if (left === 0 || decided === 0) return sum
  }
}
