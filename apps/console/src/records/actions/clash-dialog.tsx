import { Button, Group, Modal, Stack, Table } from '@mantine/core'
import { useState } from 'react'
import { Notice } from '../../components/feedback/notice.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import type { Move } from '../../data/changes/move.ts'
import type { Clash } from '../../data/changes/use-move.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatDateTime, formatTime } from '../../time/format.ts'

export interface ClashDialogProps {
  readonly clash: Pick<Booked, 'bookings'> | Moved | undefined
  readonly onClose: () => void
  /** The user wants the change in spite of the clash. */
  readonly onInsist: () => void
}

type Booked = Extract<Clash, { readonly bookings: unknown }>
type Moved = Extract<Clash, { readonly meanwhile: unknown }>

/** Asks what to do about a move that meets another booking, or the move of another person. */
export function ClashDialog({ clash: open, onClose, onInsist }: ClashDialogProps) {
  // The last one is shown until the dialog is gone.
  const [last, setLast] = useState(open)
  if (open !== undefined && open !== last) setLast(open)
  const clash = open ?? last
  const isBooked = clash !== undefined && 'bookings' in clash
  return (
    <Modal
      opened={open !== undefined}
      onClose={onClose}
      centered
      title={isBooked ? 'Already booked at that time' : 'Someone else moved it meanwhile'}
    >
      {clash && (
        <Stack gap="md">
          {'bookings' in clash ? <OtherBookings bookings={clash.bookings} /> : <BothMoves clash={clash} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              {isBooked ? 'Do not book it' : 'Leave it there'}
            </Button>
            {!isRemoved(clash) && (
              <Button onClick={onInsist}>{isBooked ? 'Book both' : 'Move it anyway'}</Button>
            )}
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function OtherBookings({ bookings }: Pick<Booked, 'bookings'>) {
  const { timeZone } = useAccount()
  return (
    <Table aria-label="Other bookings">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Technician</Table.Th>
          <Table.Th scope="col">Booked</Table.Th>
          <Table.Th scope="col">Job</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bookings.map(({ appointmentId, technicianId, technicianName, startsAt, endsAt, jobNumber }) => (
          <Table.Tr key={`${technicianId} ${appointmentId}`}>
            <Table.Td>{technicianName ?? technicianId}</Table.Td>
            <Table.Td>
              {formatDateTime(startsAt, timeZone)} – {formatTime(endsAt, timeZone)}
            </Table.Td>
            <Table.Td>
              <TenantLink to={`/appointments/${appointmentId}`}>{jobNumber ?? 'Appointment'}</TenantLink>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function isRemoved(clash: Pick<Booked, 'bookings'> | Moved): boolean {
  return (
    'meanwhile' in clash && (clash.meanwhile.current.deletedAt !== null || !clash.meanwhile.current.active)
  )
}

function BothMoves({ clash }: { readonly clash: Moved }) {
  const { timeZone } = useAccount()
  const { move, meanwhile } = clash
  const { current } = meanwhile
  if (isRemoved(clash)) return <Notice tone="warn">The appointment was removed.</Notice>
  const theirs = {
    startsAt: String(current.startsAt),
    technicianIds: (current.technicianIds as readonly string[] | null) ?? [],
  }
  const time = (instant: string) => formatDateTime(instant, timeZone)
  return (
    <Table aria-label="Both moves">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">
            <span aria-hidden> </span>
          </Table.Th>
          <Table.Th scope="col">Yours</Table.Th>
          <Table.Th scope="col">Saved meanwhile</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Th scope="row">Begins</Table.Th>
          <Table.Td>{move.time ? time(move.time.startsAt) : 'unchanged'}</Table.Td>
          <Table.Td>{time(theirs.startsAt)}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">Technicians</Table.Th>
          <Table.Td>
            <TechnicianNames ids={move.to} />
          </Table.Td>
          <Table.Td>
            <TechnicianNames ids={theirs.technicianIds} />
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th scope="row">Status</Table.Th>
          <Table.Td>–</Table.Td>
          <Table.Td>{String(current.status)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  )
}

function TechnicianNames({ ids }: { readonly ids: Move['to'] }) {
  const names = useNames(useAccount(), 'technicians')
  return ids.length === 0 ? 'No technician' : ids.map((id) => nameOf(names, id)).join(', ')
}
