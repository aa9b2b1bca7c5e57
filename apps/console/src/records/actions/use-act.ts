import { notifications } from '@mantine/notifications'
import type { AppointmentAction, JobAction, Versioned } from 'api/client'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { meanwhileOf, sendForVersion } from '../../data/changes/send-for-version.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'

interface Actions {
  readonly appointments: AppointmentAction
  readonly jobs: JobAction
}

/** An action, with what it needs. */
export interface Act<Name extends keyof Actions> {
  readonly action: Actions[Name]
  readonly body?: object
  /** Why, for the audit log. */
  readonly reason?: string | undefined
}

const actedFields = ['status', 'deletedAt', 'active', 'isConfirmed']

/** Does something to a job or an appointment, such as to start it; of a refusal the user is notified. */
export function useAct<Name extends keyof Actions>(resource: Name, record: Versioned) {
  return useChange(useAccount(), {
    send: (client, { action, body, reason }: Act<Name>) =>
      sendForVersion<unknown>(record, actedFields, (at) =>
        action === 'delete'
          ? client.remove('appointments', at, { reason })
          : client.act(resource, at, action as never, body, { reason }),
      ),
    onRefused: (error) => {
      const meanwhile = meanwhileOf(error)
      if (!meanwhile) return notifyRefusal(error)
      notifications.show({
        color: 'yellow',
        title: 'Someone else changed it meanwhile',
        message: `Its status is now ${String(meanwhile.current.status)}. Nothing was changed.`,
        autoClose: 15_000,
      })
    },
  })
}
