import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { type Side, sides } from './sides.ts'

export interface DecideButtonsProps {
  /** The conflict. */
  readonly id: string
  /** What it is about, such as `Name of Ada Park`: there are more such buttons on the page. */
  readonly subject: string
}

/** Whose value stays: a button for each side. */
export function DecideButtons({ id, subject }: DecideButtonsProps) {
  const { mutate, isPending } = useChange(useAccount(), {
    send: (client, take: Side) => client.decide(id, take),
    onDone: (_, take) =>
      notifications.show({ color: 'teal', title: 'Decided', message: `${subject}: ${sides[take].outcome}` }),
    onRefused: notifyRefusal,
  })
  return (
    <Group gap="xs">
      {(['lazi', 'servicetitan'] as const).map((take) => (
        <Button
          key={take}
          variant="default"
          size="xs"
          disabled={isPending}
          aria-label={`${sides[take].label}: ${subject}`}
          onClick={() => mutate(take)}
        >
          {sides[take].label}
        </Button>
      ))}
    </Group>
  )
}
