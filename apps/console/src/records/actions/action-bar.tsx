import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'

/** Something that can be done now. */
export interface ActionItem {
  readonly label: string
  readonly onClick: () => void
}

export interface ActionBarProps {
  /** The next step, as buttons. */
  readonly main: readonly ActionItem[]
  /** The others, in a menu. */
  readonly more: readonly ActionItem[]
  readonly isActing: boolean
}

/** What can be done to a record now: the next step as buttons, the rest in a menu. */
export function ActionBar({ main, more, isActing }: ActionBarProps) {
  return (
    <>
      {main.map(({ label, onClick }) => (
        <Button key={label} onClick={onClick} loading={isActing}>
          {label}
        </Button>
      ))}
      {more.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconDots size={16} aria-hidden />}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map(({ label, onClick }) => (
              <Menu.Item key={label} onClick={onClick}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}
