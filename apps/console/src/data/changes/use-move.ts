import { useQueryClient } from '@tanstack/react-query'
import { ApiError, type BoardAppointment, type Problem, type Schedule } from 'api/client'
import { useRef, useState } from 'react'
import type { Account } from '../../session/account.ts'
import type { Move } from './move.ts'
import { queuedMoves } from './queued-moves.ts'
import { type Meanwhile, meanwhileOf, sendForVersion } from './send-for-version.ts'
import { useChange } from './use-change.ts'

/** Why a move was refused, if the user can decide about it. */
export type Clash = { readonly move: Move } & (
  | { readonly bookings: NonNullable<Problem['bookings']> }
  | { readonly meanwhile: Meanwhile }
)

export interface MoveOptions {
  readonly onMoved?: () => void
  readonly onRefused: (error: Error) => void
}

const timeFields = ['startsAt', 'endsAt', 'arrivalStartsAt', 'arrivalEndsAt']
const technicianFields = ['technicianId', 'technicianIds']

const isReassigned = ({ from, to }: Move) => from.length !== to.length || from.some((id) => !to.includes(id))

/** The fields that a move is about: when others change meanwhile, it is sent all the same. */
const fieldsOf = (move: Move) => [
  ...(move.time ? timeFields : []),
  ...(isReassigned(move) ? technicianFields : []),
  'status',
  'deletedAt',
]

/**
 * Moves appointments, one move after another. The boards that are shown move them at once, and back when a move is
 * refused. `clash` is the last move that was refused because of another booking, or of another person's move.
 */
export function useMove(account: Account, { onMoved, onRefused }: MoveOptions) {
  const queries = useQueryClient()
  const [clash, setClash] = useState<Clash>()
  const boards = { queryKey: [account.tenantId, 'rows', 'schedule'] }
  const show = (id: string, change: (appointment: BoardAppointment) => BoardAppointment) =>
    queries.setQueriesData<Schedule>(boards, (board) => board && withAppointment(board, id, change))
  // What the next move of an appointment follows: its version after the last one.
  const versions = useRef(new Map<string, number>())
  const [queue] = useState(() => queuedMoves<BoardAppointment>())
  const change = useChange(account, {
    queue: 'moves',
    send: (client, made: Move) => {
      const move = queue.toSend(made)
      const { appointment, time, from, to, allowOverlap = false } = move
      // Another person made the same move, or a refused one is taken back.
      if (!time && !isReassigned(move)) return client.get('appointments', appointment.id)
      const version = Math.max(appointment.version, versions.current.get(appointment.id) ?? 0)
      return sendForVersion({ id: appointment.id, version }, fieldsOf(move), (at) => {
        if (time) {
          const body = { ...time, ...(isReassigned(move) && { technicianIds: to }), allowOverlap }
          return client.act('appointments', at, 'reschedule', body)
        }
        const unassign = from.filter((id) => !to.includes(id))
        const technicianIds = to.filter((id) => !from.includes(id))
        return technicianIds.length === 0
          ? client.act('appointments', at, 'unassign', { technicianIds: unassign })
          : client.act('appointments', at, 'assign', { technicianIds, unassign, allowOverlap })
      })
    },
    onDone: ({ id, version, status }, made) => {
      queue.done(made)
      versions.current.set(id, version)
      show(id, (appointment) => ({ ...appointment, version, status }))
      onMoved?.()
    },
    onRefused: (error, made) => {
      const move = queue.toSend(made)
      const refused = queue.refused(made)
      // What the user wants now is sent next: it is answered for both.
      if (!refused) return
      show(move.appointment.id, (shown) => refused.former ?? shown)
      const meanwhile = meanwhileOf(error)
      const bookings = error instanceof ApiError ? error.problem.bookings : undefined
      if (meanwhile) setClash({ move, meanwhile })
      else if (bookings) setClash({ move, bookings })
      else onRefused(error)
    },
  })
  return {
    isMoving: change.isPending,
    clash,
    dismiss: () => setClash(undefined),
    move: (move: Move) => {
      setClash(undefined)
      // A board that is being read now was read before the move.
      void queries.cancelQueries(boards)
      let former: BoardAppointment | undefined
      show(move.appointment.id, (shown) => {
        former = shown
        return moved(shown, move)
      })
      queue.add(move, former)
      change.mutate(move)
    },
  }
}

function moved(appointment: BoardAppointment, { time, to }: Move): BoardAppointment {
  const technicianIds = [...to]
  if (!time) return { ...appointment, technicianIds }
  const { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt } = time
  return {
    ...appointment,
    technicianIds,
    start: startsAt,
    end: endsAt,
    arrivalWindowStart: arrivalStartsAt,
    arrivalWindowEnd: arrivalEndsAt,
  }
}

function withAppointment(
  board: Schedule,
  id: string,
  change: (appointment: BoardAppointment) => BoardAppointment,
): Schedule {
  if (!board.appointments.some((appointment) => appointment.id === id)) return board
  const appointments = board.appointments.map((appointment) =>
    appointment.id === id ? change(appointment) : appointment,
  )
  const unassigned = appointments
    .filter(({ technicianIds }) => technicianIds.length === 0)
    .map((appointment) => appointment.id)
  return { ...board, appointments, unassigned }
}

/** The move of a clash that the user wants in spite of it. */
export function insist(clash: Clash): Move {
  if ('bookings' in clash) return { ...clash.move, allowOverlap: true }
  const { id, version, technicianIds } = clash.meanwhile.current
  const from = (technicianIds as readonly string[] | null | undefined) ?? []
  return { ...clash.move, appointment: { id, version }, from }
}
