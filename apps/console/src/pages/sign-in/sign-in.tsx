import { useState } from 'react'
import type { AddressLink } from '../../session/address-link.ts'
import { useAccountState } from '../../session/use-accounts.ts'
import { CodeQuestion } from './code-question.tsx'
import { KeyForm } from './key-form.tsx'

export interface SignInProps {
  /** The sign-in link of the address, if any. */
  readonly link?: AddressLink | undefined
  readonly onDone: () => void
  /** Called by the button Cancel; undefined: there is nothing to go back to. */
  readonly onCancel?: (() => void) | undefined
}

const keyInLink =
  'Links with a key are not used any more, since browsers keep them. Get a link that works once with api keys link.'

/** The sign-in page: the question about a link, or the form for a key. */
export function SignIn({ link, onDone, onCancel }: SignInProps) {
  const { ended } = useAccountState()
  const [code, setCode] = useState(link && 'code' in link ? link.code : undefined)
  const [problem, setProblem] = useState(link && 'isKey' in link ? keyInLink : undefined)
  const leaveLink = (message?: string) => {
    setProblem(message)
    setCode(undefined)
  }
  if (code !== undefined) {
    return (
      <CodeQuestion
        code={code}
        onDone={onDone}
        onCancel={onCancel ?? (() => leaveLink())}
        onProblem={leaveLink}
      />
    )
  }
  const ends = [...ended].map(([tenantId, reason]) => `Account ${tenantId}: ${reason} Sign in again.`)
  return <KeyForm reasons={problem === undefined ? ends : [problem]} onDone={onDone} onCancel={onCancel} />
}
