import { useQuery } from '@tanstack/react-query'
import { scheduleSources } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

export interface Period {
  /** In ISO 8601. */
  readonly from: string
  /** Exclusive; at most 31 days after `from`. */
  readonly to: string
}

/** A technician's appointments in a period, canceled ones too, by start. @param technicianId undefined: none is read */
export function useTechnicianAppointments(
  account: Account,
  technicianId: string | undefined,
  { from, to }: Period,
) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', 'schedule', 'technician', technicianId, from, to],
    queryFn: async ({ signal }) => {
      const query = { from, to, technicianId, includeCanceled: true }
      return (await clientOf(account).schedule(query, { signal })).appointments
    },
    enabled: technicianId !== undefined,
    meta: { watches: scheduleSources },
  })
}

const pageSize = 500
const maxPages = 2

export interface AppointmentCount {
  readonly count: number
  /** Whether there are more than were counted. */
  readonly isAtLeast: boolean
}

/**
 * The number of appointments that are assigned to a technician, those too that ServiceTitan has deactivated. A thousand
 * are counted.
 */
export function useAppointmentCount(account: Account, technicianId: string) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', 'appointment-assignments', 'count', technicianId],
    queryFn: async ({ signal }): Promise<AppointmentCount> => {
      const appointmentIds = new Set<string | null>()
      let cursor: string | undefined
      for (let page = 0; page < maxPages; page++) {
        const query = { technicianId, fields: 'appointmentId', limit: pageSize, cursor }
        const { data, nextCursor } = await clientOf(account).list('appointment-assignments', query, {
          signal,
        })
        for (const { appointmentId } of data) appointmentIds.add(appointmentId)
        if (nextCursor === null) return { count: appointmentIds.size, isAtLeast: false }
        cursor = nextCursor
      }
      return { count: appointmentIds.size, isAtLeast: true }
    },
    meta: { watches: ['appointment-assignments'] },
  })
}
