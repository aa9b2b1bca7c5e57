import { ActionIcon, Popover, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { MetricDefinition } from 'api/client'
import classes from './definition.module.css'

/** What a metric is: its words, its formula, and what is easily taken for a fault. */
export function Definition({ definition }: { readonly definition: MetricDefinition }) {
  const { words, formula, edgeCases, source } = definition
  return (
    <Stack gap="xs" className={classes.definition}>
      <p>{words}</p>
      <dl>
        <dt>Formula</dt>
        <dd>{formula}</dd>
        <dt>Edge cases</dt>
        <dd>{edgeCases}</dd>
        <dt>Source</dt>
        <dd>{source}</dd>
      </dl>
    </Stack>
  )
}

/** A button that opens the definition of a metric. */
export function DefinitionButton({ definition }: { readonly definition: MetricDefinition }) {
  return (
    <Popover width={320} position="bottom-start" trapFocus returnFocus withArrow shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Definition of ${definition.label}`}
          data-keeps-focus
        >
          <IconInfoCircle size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Definition of ${definition.label}`}>
        {/* The focus moves here: the definition is read, and Escape closes it. */}
        <div tabIndex={-1} data-autofocus className={classes.content}>
          <Text size="sm" fw={650} mb={4}>
            {definition.label}
          </Text>
          <Definition definition={definition} />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
