import { Kbd, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import classes from './search-button.module.css'

/** Opens the search, for users who do not know its shortcut. */
export function SearchButton() {
  return (
    <UnstyledButton className={classes.button} onClick={spotlight.open} aria-keyshortcuts="/">
      <IconSearch size={16} aria-hidden />
      <span className={classes.label}>Search</span>
      <Kbd size="xs" className={classes.key}>
        /
      </Kbd>
    </UnstyledButton>
  )
}
