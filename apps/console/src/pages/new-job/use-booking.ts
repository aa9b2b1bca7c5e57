import { notifications } from '@mantine/notifications'
import { ApiError, type Problem } from 'api/client'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { v7 as newId } from 'uuid'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { book, RefusedPartError, type Wanted } from './book.ts'

/** The customer and the location that the page has created already, when a later part was refused. */
export interface CreatedParts {
  readonly customer?: string
  readonly location?: string
}

/**
 * Sends what the page asks for, and opens the page of the last record that was created.
 * @param onRefused a part was refused; another booking at that time is `bookings` instead
 */
export function useBooking(onRefused: (error: RefusedPartError) => void) {
  const account = useAccount()
  const navigate = useNavigate()
  const pathOf = useTenantPath()
  const [ids] = useState(() => ({ customer: newId(), location: newId(), job: newId() }))
  const [created, setCreated] = useState<CreatedParts>({})
  const [bookings, setBookings] = useState<Problem['bookings']>()
  const change = useChange(account, {
    send: (client, wanted: Wanted) =>
      book(client, ids, wanted, (part, id) => setCreated((before) => ({ ...before, [part]: id }))),
    onDone: ({ customer, job }, wanted) => {
      notifications.show({
        color: 'teal',
        title: wanted.job ? 'The job is booked' : 'The customer is created',
        message: null,
      })
      void navigate(pathOf(wanted.job ? `/jobs/${job}` : `/customers/${customer}`))
    },
    onRefused: (error) => {
      if (!(error instanceof RefusedPartError)) throw error
      const { reason } = error
      const others = reason instanceof ApiError ? reason.problem.bookings : undefined
      if (others) setBookings(others)
      else onRefused(error)
    },
  })
  return {
    created,
    bookings,
    dismiss: () => setBookings(undefined),
    isSending: change.isPending,
    send: (wanted: Wanted) => {
      setBookings(undefined)
      change.mutate(wanted)
    },
  }
}
