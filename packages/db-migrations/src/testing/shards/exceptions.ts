import type { Exception } from './exception.ts'
import { apiExceptions } from './exceptions-api.ts'
import { exchangeExceptions } from './exceptions-exchange.ts'
import { syncExceptions } from './exceptions-sync.ts'

/** Every exception, with its reason; a test fails on one that is not needed any more. */
export const exceptions: readonly Exception[] = [...apiExceptions, ...syncExceptions, ...exchangeExceptions]
