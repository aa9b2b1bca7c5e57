import {
  type Active,
  type CollisionDetection,
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  type Modifier,
  MouseSensor,
  type Over,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { type ReactNode, useRef, useState } from 'react'
import { useAccount } from '../../../session/use-accounts.ts'
import { formatTime } from '../../../time/format.ts'
import type { BoardScale } from '../board-scale.ts'
import classes from './board-drag.module.css'
import { gridMinutes, type PlacedBooking, type Placement, placementOf } from './placement.ts'

export interface BoardDragProps {
  readonly scale: BoardScale
  /** The names of the lanes, by id. */
  readonly laneNames: ReadonlyMap<string, string>
  /** Undefined: nothing can be dragged. */
  readonly onDrop: ((placed: PlacedBooking, placement: Placement) => void) | undefined
  readonly children: ReactNode
}

const instructions =
  'To move this appointment, press Space. Then the arrow keys left and right change its time by a quarter of an hour, and up and down its technician. Space or Enter drops it there, Escape leaves it where it was.'

/** Lets appointments be dragged on the board: with a mouse, by touch after a moment, or with the keyboard. */
export function BoardDrag({ scale, laneNames, onDrop, children }: BoardDragProps) {
  const { timeZone } = useAccount()
  const [dragged, setDragged] = useState<Placement & PlacedBooking>()
  // The announcements are made right after the handlers of the same event.
  const placement = useRef<Placement>(undefined)
  const quarters = ((scale.toMs - scale.fromMs) / 3_600_000) * (60 / gridMinutes)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: stepBy(quarters), keyboardCodes }),
  )
  const place = (active: Active, over: Over | null, shift: number) => {
    const placed = active.data.current as PlacedBooking
    const shiftMs = over ? (shift / over.rect.width) * (scale.toMs - scale.fromMs) : 0
    const next = placementOf(placed, { lane: over ? String(over.id) : placed.lane, shiftMs }, scale)
    placement.current = next
    setDragged((now) => (now && isSame(now, next) ? now : { ...placed, ...next }))
    return next
  }
  const describe = ({ lane, startMs, endMs }: Placement) =>
    `${formatTime(startMs, timeZone)} – ${formatTime(endMs, timeZone)}, ${laneNames.get(lane) ?? 'Unassigned'}`
  const described = () => placement.current && describe(placement.current)
  const announced = useRef<string>(undefined)
  const announceMove = () => {
    const text = described()
    if (text === announced.current) return undefined
    announced.current = text
    return text
  }
  const follow = ({ active, over, delta }: DragMoveEvent) => void place(active, over, delta.x)
  const end = () => {
    placement.current = undefined
    setDragged(undefined)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={laneAt}
      modifiers={[toGrid(quarters)]}
      autoScroll={autoScroll}
      accessibility={{
        screenReaderInstructions: { draggable: instructions },
        announcements: {
          onDragStart: () => {
            announced.current = described()
            return `Picked up: ${announced.current}.`
          },
          onDragMove: announceMove,
          onDragOver: announceMove,
          onDragEnd: () => 'Dropped.',
          onDragCancel: () => 'It stays where it was.',
        },
      }}
      onDragStart={({ active }) => void place(active, null, 0)}
      onDragMove={follow}
      onDragOver={follow}
      onDragEnd={({ active, activatorEvent, over, delta }) => {
        const placed = active.data.current as PlacedBooking
        if (over) onDrop?.(placed, place(active, over, delta.x))
        end()
        if (over && activatorEvent instanceof KeyboardEvent) focusBlock(placed.booking.appointment.id)
      }}
      onDragCancel={end}
    >
      {children}
      <DragOverlay dropAnimation={null} zIndex={10}>
        {dragged && (
          <div className={classes.dragged}>
            <strong>{dragged.booking.appointment.customerName ?? 'Unknown customer'}</strong>
            <span>{describe(dragged)}</span>
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

/** The board scrolls when an appointment is dragged near its edge: by a tenth of its size, so that lanes there stay put. */
const autoScroll = { threshold: { x: 0.1, y: 0.1 } }

/** Enter follows the link of an appointment. */
const keyboardCodes = {
  start: [KeyboardCode.Space],
  cancel: [KeyboardCode.Esc, KeyboardCode.Tab],
  end: [KeyboardCode.Space, KeyboardCode.Enter],
}

/** The block that was moved with the keyboard keeps the focus, also in another lane. */
function focusBlock(appointmentId: string): void {
  requestAnimationFrame(() =>
    setTimeout(() => document.querySelector<HTMLElement>(`[data-appointment="${appointmentId}"]`)?.focus()),
  )
}

function isSame(a: Placement, b: Placement): boolean {
  return a.lane === b.lane && a.startMs === b.startMs
}

/** The lane in which the middle of the dragged appointment is, or the nearest. */
const laneAt: CollisionDetection = ({ collisionRect, droppableRects, droppableContainers }) => {
  const middle = collisionRect.top + collisionRect.height / 2
  const distance = ({ top, bottom }: { readonly top: number; readonly bottom: number }) =>
    Math.max(top - middle, 0, middle - bottom)
  return droppableContainers
    .flatMap((container) => {
      const rect = droppableRects.get(container.id)
      return rect
        ? [{ id: container.id, data: { droppableContainer: container, value: distance(rect) } }]
        : []
    })
    .toSorted((a, b) => a.data.value - b.data.value)
    .slice(0, 1)
}

/** Moves by whole steps of the grid. @param quarters the steps of the board */
const toGrid =
  (quarters: number): Modifier =>
  ({ transform, over }) => {
    if (!over) return transform
    const step = over.rect.width / quarters
    return { ...transform, x: Math.round(transform.x / step) * step }
  }

/** The arrow keys move by a step of the grid, or by a lane. @param quarters the steps of the board */
const stepBy =
  (quarters: number): KeyboardCoordinateGetter =>
  (event, { currentCoordinates: { x, y }, context: { over, droppableRects } }) => {
    if (!over) return undefined
    const step = over.rect.width / quarters
    if (event.code === KeyboardCode.Right) return { x: x + step, y }
    if (event.code === KeyboardCode.Left) return { x: x - step, y }
    if (event.code !== KeyboardCode.Up && event.code !== KeyboardCode.Down) return undefined
    const lanes = [...droppableRects].toSorted(([, a], [, b]) => a.top - b.top)
    const at = lanes.findIndex(([id]) => id === over.id)
    const next = lanes[event.code === KeyboardCode.Up ? at - 1 : at + 1]?.[1]
    const now = lanes[at]?.[1]
    return next && now ? { x, y: y + next.top - now.top } : { x, y }
  }
