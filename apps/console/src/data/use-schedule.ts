import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Availability, availabilitySources, scheduleSources } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

export type AvailableTechnician = Availability['technicians'][number]

/** Shorter gaps leave no time for a job. */
const shortestFreeMinutes = 30

export interface BoardFilters {
  readonly teamId: string | undefined
  readonly businessUnitId: string | undefined
}

/** The board of one local day of the tenant. */
export function useSchedule(
  account: Account,
  day: string,
  filters: BoardFilters & { readonly technicianId: string | undefined },
) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', 'schedule', day, filters],
    queryFn: ({ signal }) => clientOf(account).schedule({ date: day, ...filters }, { signal }),
    placeholderData: keepPreviousData,
    meta: { watches: scheduleSources },
  })
}

/** The booked minutes of a day and the free intervals of its working hours, by technician. */
export function useAvailability(account: Account, day: string, filters: BoardFilters) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', 'availability', day, filters],
    queryFn: ({ signal }) => {
      const query = { date: day, durationMinutes: shortestFreeMinutes, ...filters }
      return clientOf(account).availability(query, { signal })
    },
    select: byTechnician,
    placeholderData: keepPreviousData,
    meta: { watches: availabilitySources },
  })
}

function byTechnician({ technicians }: Availability): ReadonlyMap<string, AvailableTechnician> {
  return new Map(technicians.map((technician) => [technician.id, technician]))
}
