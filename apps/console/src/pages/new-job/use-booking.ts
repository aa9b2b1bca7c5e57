import { notifications } from '@mantine/notifications'
import { ApiError, type Problem } from 'api/client'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { v7 as newId } from 'uuid'
import { notifyRefusal } from '../../components/feedback/notify-refusal.ts'
import { useChange } from '../../data/changes/use-change.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { useTenantPath } from '../../session/use-tenant-path.ts'
import { book, type ExistingPart, RefusedPartError, type Wanted } from './book.ts'

/** What the page has created already, when a later part was refused. */
export interface CreatedParts {
  readonly customerId?: string
  readonly location?: { readonly id: string; readonly customerId: string }
  /** The job of an earlier request, which is not created again. */
  readonly jobId?: string
  /** The parts that an earlier request created, with other content than the form has now. */
  readonly earlier?: readonly RefusedPartError['part'][]
}

/**
 * Sends what the page asks for, and opens the page of the last record that was created.
 * @param onRefused a part was refused; another booking at that time is `bookings` instead
 */
export function useBooking(onRefused: (error: RefusedPartError) => void) {
  const account = useAccount()
  const navigate = useNavigate()
  const pathOf = useTenantPath()
  const [ids, setIds] = useState(() => ({ customer: newId(), location: newId(), job: newId() }))
  const [created, setCreated] = useState<CreatedParts>({})
  const [bookings, setBookings] = useState<Problem['bookings']>()
  const keepLocation = (location: { readonly id: string; readonly customerId: string }) => {
    setCreated((before) => ({ ...before, location }))
    // The next location is another one, should it be for another customer.
    setIds((before) => ({ ...before, location: newId() }))
  }
  /** Keeps what an earlier request created: the next one is for it, and the page says so. */
  const keepEarlier = (part: RefusedPartError['part'], { id, customerId }: ExistingPart) => {
    if (part === 'customer') setCreated({ customerId: id })
    if (part === 'location') keepLocation({ id, customerId: customerId ?? '' })
    if (part === 'job') setCreated((before) => ({ ...before, jobId: id }))
    setCreated((before) => ({ ...before, earlier: [...(before.earlier ?? []), part] }))
  }
  const change = useChange(account, {
    send: (client, wanted: Wanted) =>
      book(client, ids, wanted, (part) => {
        const customerId = 'id' in wanted.customer ? wanted.customer.id : ids.customer
        if (part === 'customer') setCreated({ customerId })
        else keepLocation({ id: ids.location, customerId })
      }),
    onDone: ({ customerId, jobId }, wanted) => {
      const what = jobId
        ? 'job is booked'
        : 'id' in wanted.customer
          ? 'location is added'
          : 'customer is created'
      notifications.show({ color: 'teal', title: `The ${what}`, message: null })
      void navigate(pathOf(jobId ? `/jobs/${jobId}` : `/customers/${customerId}`))
    },
    onRefused: (error) => {
      if (!(error instanceof RefusedPartError)) return notifyRefusal(error)
      const { reason, existing } = error
      if (existing) return keepEarlier(error.part, existing)
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
