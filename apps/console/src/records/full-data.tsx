import type { ResourceName } from 'api/client'
import { useState } from 'react'
import { ErrorState } from '../components/feedback/error-state.tsx'
import { RawJson } from '../components/values/raw-json.tsx'
import { useFullData } from '../data/use-record.ts'
import { useAccount } from '../session/use-accounts.ts'

export interface FullDataProps {
  readonly resource: ResourceName
  readonly id: string
}

/** The complete record as ServiceTitan sent it, loaded when the section is first opened. */
export function FullData({ resource, id }: FullDataProps) {
  const [wasOpened, setWasOpened] = useState(false)
  const { data, error } = useFullData(useAccount(), resource, id, wasOpened)
  if (error) return <ErrorState error={error} />
  return (
    <RawJson
      title="Record as ServiceTitan sent it"
      value={data}
      onToggle={(isOpen) => setWasOpened(wasOpened || isOpen)}
    />
  )
}
