import { Spotlight } from '@mantine/spotlight'
import { type Icon, IconBriefcase, IconHome, IconTool, IconUsers } from '@tabler/icons-react'
import type { SearchResult } from 'api/client'

const kinds: Readonly<Record<SearchResult['resource'], readonly [title: string, icon: Icon]>> = {
  jobs: ['Jobs', IconBriefcase],
  customers: ['Customers', IconUsers],
  locations: ['Locations', IconHome],
  technicians: ['Technicians', IconTool],
}

export interface SearchResultsProps {
  readonly id: string
  /** Ordered so that the results of each resource are adjacent. */
  readonly results: readonly SearchResult[]
  /** The index of the result that Enter opens. */
  readonly selected: number
  readonly onOpen: (result: SearchResult) => void
}

/** The search results, as a listbox grouped by resource. */
export function SearchResults({ id, results, selected, onOpen }: SearchResultsProps) {
  return (
    <div id={id} role="listbox" aria-label="Search results">
      {[...Map.groupBy(results, ({ resource }) => resource)].map(([resource, found]) => {
        const [title, Icon] = kinds[resource]
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
          <div key={resource} role="group" aria-label={title}>
            <Spotlight.ActionsGroup label={title}>
              {found.map((result) => {
                const index = results.indexOf(result)
                return (
                  <Spotlight.Action
                    key={result.id}
                    id={`${id}-${index}`}
                    role="option"
                    aria-selected={index === selected}
                    data-selected={index === selected || undefined}
                    leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                    label={result.title}
                    description={result.subtitle ?? ''}
                    onClick={() => onOpen(result)}
                  />
                )
              })}
            </Spotlight.ActionsGroup>
          </div>
        )
      })}
    </div>
  )
}
