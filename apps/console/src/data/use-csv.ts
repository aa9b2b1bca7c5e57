import { useMutation } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

export interface CsvOptions {
  readonly onFile: (file: Blob) => void
  readonly onRefused: (error: Error) => void
}

/** Reads a report as CSV, by one of the client's methods. */
export type ReadCsv = (csv: ApiClient['csv']) => Promise<Blob>

/** Reads a report as CSV when it is asked to. */
export function useCsv(account: Account, { onFile, onRefused }: CsvOptions) {
  return useMutation({
    mutationFn: (read: ReadCsv) => read(clientOf(account).csv),
    onSuccess: onFile,
    onError: onRefused,
  })
}
